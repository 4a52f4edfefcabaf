#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "shared/node/node_state.hpp"

namespace isocenter::node {
namespace {

constexpr std::size_t most_epochs_named = 256;  // keeps a status well below what brokers take

}  // namespace

void Node::State::take(const Happening& happening, const Now& now, std::vector<mqtt::Message>& others) {
  if (const auto* connected = std::get_if<Connected>(&happening)) {
    connecting_instance = connected->instance;
    instance.reset();
    std::vector<std::string> filters{collector_topic, ack_topic, status_topic, about_topic, device_prefix + "+"};
    filters.insert(filters.end(), options.also.begin(), options.also.end());
    client.subscribe(filters);
  } else if (std::holds_alternative<Subscribed>(happening)) {
    instance = connecting_instance;
    publish_all();
    beat_at.reset();
  } else if (std::holds_alternative<Disconnected>(happening)) {
    instance.reset();
    collector.forget();
  } else {
    take_message(std::get<mqtt::Message>(happening), now, others);
  }
}

void Node::State::take_message(const mqtt::Message& message, const Now& now, std::vector<mqtt::Message>& others) {
  if (message.topic == ack_topic) {
    if (const auto answer = wire::parse_acknowledgement(message.payload)) {
      collector.answered(answer->from, now.monotonic);
      look_at_collector(now);
      heed(*answer, now);
    } else {
      malformed.note(fmt::format("{}: {}", message.topic, to_string(answer.error())));
    }
  } else if (message.topic.starts_with(prefix)) {
    take_own(message);
  } else if (message.topic == collector_topic) {
    if (const auto status = wire::parse_collector_status(message.payload)) {
      collector.heard(*status, now.monotonic);
    } else if (!message.payload.empty()) {
      malformed.note(fmt::format("{}: {}", message.topic, to_string(status.error())));
    }
  }
  const bool is_ours = message.topic == ack_topic || message.topic.starts_with(prefix);
  if (options.on_message && !is_ours) others.push_back(message);
}

/// What stands under our own prefix. What is delivered as retained may be of an earlier life of ours: a status we have
/// written anew already, a device that is no longer ours we clear.
void Node::State::take_own(const mqtt::Message& message) {
  if (message.topic == status_topic) {
    if (message.retained || !instance) return;
    const auto status = wire::parse_node_status(message.payload);
    if (!status || status->instance != *instance || !status->online) saw_foreign_status = true;
    return;
  }
  if (!message.retained || message.payload.empty()) return;
  const bool is_known = message.topic == about_topic ? !about.empty() : devices.contains(message.topic);
  if (!is_known) client.publish_retained(message.topic, {});
}

void Node::State::look_at_collector(const Now& now) {
  const bool was_online = window.has_collector();
  const std::optional<std::string> present = instance ? collector.online(now.monotonic) : std::nullopt;
  const bool is_another = present && window.collector() != present;
  window.set_collector(present);
  if (is_another) beat_at.reset();  // ask at once what it has
  if (was_online != window.has_collector()) spdlog::info("the collector is {}", was_online ? "away" : "there");
}

void Node::State::beat_when_due(const Now& now) {
  if (!instance || (beat_at && now.monotonic - *beat_at < options.heartbeat)) return;
  beat_at = now.monotonic;
  beat(now);
}

void Node::State::beat(const Now& now) {
  ask_all(now);
  const wire::NodeStatus present = status(true);
  const bool has_changed =
      !published || published->disk != present.disk || published->clock_synchronised != present.clock_synchronised;
  if (saw_foreign_status || has_changed || !is_status_confirmed()) publish_status();
  saw_foreign_status = false;
}

wire::NodeStatus Node::State::status(bool online) const {
  wire::NodeStatus status{.instance = instance.value_or(""),
                          .started = started,
                          .online = online,
                          .heartbeat = options.heartbeat,
                          .epochs = {},
                          .clock_synchronised = clock_synchronised,
                          .disk = std::string{outbox.disk()}};
  const auto& epochs = outbox.epochs();
  const std::size_t skipped = epochs.size() > most_epochs_named ? epochs.size() - most_epochs_named : 0;
  for (std::size_t i = skipped; i < epochs.size(); ++i) {
    status.epochs.push_back({epochs[i].epoch, epochs[i].last, epochs[i].digest});
  }
  return status;
}

void Node::State::publish_status() {
  published = status(true);
  inbox->set_will(*published);
  client.publish_retained(status_topic, wire::format_node_status(*published));
}

void Node::State::publish_all() {
  publish_status();
  if (!about.empty()) client.publish_retained(about_topic, about);
  for (const auto& [topic, payload] : devices) client.publish_retained(topic, payload);
}

void Node::State::publish_device(const std::string& topic) {
  if (!instance) return;
  const auto found = devices.find(topic);
  client.publish_retained(topic, found != devices.end() ? found->second : std::string{});
}

bool Node::State::is_status_confirmed() const {
  if (!window.has_collector()) return false;  // kiosks then go by the statuses alone
  for (const wire::EpochEnd& end : published->epochs) {
    if (!window.is_confirmed(end.epoch, end.last)) return false;
  }
  return true;
}

}  // namespace isocenter::node
