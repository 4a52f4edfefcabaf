#include "shared/node/inbox.hpp"

#include <array>
#include <memory>
#include <random>
#include <utility>

#include "shared/core/digest.hpp"

namespace isocenter::node {
namespace {

constexpr std::size_t most_messages = 10'000;

std::string random_instance() {
  std::random_device random;
  std::array<std::uint8_t, 16> bytes;
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return to_hex(bytes);
}

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
  instance_ = random_instance();
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
  // What is lost here comes again: acknowledgements are asked for and statuses repeated at each heartbeat.
  if (std::holds_alternative<mqtt::Message>(happening) && happened_.size() >= most_messages) return;
  if (auto* connected = std::get_if<Connected>(&happening)) connected->instance = instance_;
  happened_.push_back(std::move(happening));
  changed_.notify_all();
}

}  // namespace isocenter::node
