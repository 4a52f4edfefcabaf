#include "shared/node/inbox.hpp"

#include <memory>
#include <utility>

#include "shared/core/digest.hpp"
#include "shared/core/random.hpp"

namespace isocenter::node {
namespace {

constexpr std::size_t most_messages = 10'000;

}  // namespace

mqtt::Client::Callbacks Inbox::callbacks(const std::shared_ptr<Inbox>& inbox, std::string status_topic) {
  return {.will = [inbox, topic = std::move(status_topic)] { return std::optional{inbox->next_will(topic)}; },
          .connected = [inbox] { inbox->add(Connected{}); },
          .disconnected = [inbox](const std::string&) { inbox->add(Disconnected{}); },
          .received = [inbox](mqtt::Message message) { inbox->add(std::move(message)); },
          .subscribed = [inbox] { inbox->add(Subscribed{}); }};
}

void Inbox::set_will(wire::NodeStatus status) {
  const std::lock_guard lock{mutex_};
  will_ = std::move(status);
}

mqtt::Message Inbox::next_will(const std::string& topic) {
  const std::lock_guard lock{mutex_};
  instance_ = to_hex(random_128_bits());
  will_.instance = instance_;
  will_.online = false;
  return {topic, wire::format_node_status(will_), true};
}

std::deque<Happening> Inbox::take() {
  const std::lock_guard lock{mutex_};
  woken_ = false;
  return std::exchange(happened_, {});
}

void Inbox::wake() {
  const std::lock_guard lock{mutex_};
  woken_ = true;
  changed_.notify_all();
}

void Inbox::wait(const std::stop_token& stop, std::chrono::milliseconds longest) {
  std::unique_lock lock{mutex_};
  changed_.wait_for(lock, stop, longest, [&] { return woken_ || !happened_.empty(); });
}

void Inbox::add(Happening happening) {
  const std::lock_guard lock{mutex_};
  // What is lost here comes again: acknowledgements are asked for and the collector's status is repeated at each
  // heartbeat; what NodeOptions::also subscribes to, when it changes or at the next connect.
  if (std::holds_alternative<mqtt::Message>(happening) && happened_.size() >= most_messages) return;
  if (auto* connected = std::get_if<Connected>(&happening)) connected->instance = instance_;
  happened_.push_back(std::move(happening));
  changed_.notify_all();
}

}  // namespace isocenter::node
