#include "collector/inbox.hpp"

namespace isocenter::collector {
namespace {

std::size_t size_of(const mqtt::Message& message) { return message.topic.size() + message.payload.size(); }

}  // namespace

void Inbox::push(mqtt::Message message) {
  const Instant received = clock_();
  const std::lock_guard lock{mutex_};
  const std::size_t size = size_of(message);
  if (queue_.size() >= most_held || bytes_ + size > most_bytes_held) {
    ++dropped_;
    return;
  }
  bytes_ += size;
  queue_.push_back({std::move(message), received});
  if (queue_.size() == enough_) filled_.notify_one();
}

std::vector<Arrival> Inbox::take(std::size_t most, std::size_t most_bytes) {
  const std::lock_guard lock{mutex_};
  std::vector<Arrival> taken;
  std::size_t bytes = 0;
  while (!queue_.empty() && taken.size() < most && bytes < most_bytes) {
    const std::size_t size = size_of(queue_.front().message);
    bytes += size;
    bytes_ -= size;
    taken.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return taken;
}

void Inbox::wait(std::stop_token stop, std::chrono::milliseconds most) {
  std::unique_lock lock{mutex_};
  filled_.wait_for(lock, stop, most, [&] { return woken_ || !queue_.empty(); });
  woken_ = false;
}

void Inbox::gather(std::stop_token stop, std::chrono::steady_clock::time_point until, std::size_t enough) {
  std::unique_lock lock{mutex_};
  enough_ = enough;
  filled_.wait_until(lock, stop, until, [&] { return queue_.size() >= enough; });
  enough_ = 1;
}

void Inbox::wake() {
  const std::lock_guard lock{mutex_};
  woken_ = true;
  filled_.notify_one();
}

std::uint64_t Inbox::dropped() const {
  const std::lock_guard lock{mutex_};
  return dropped_;
}

}  // namespace isocenter::collector
