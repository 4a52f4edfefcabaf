#include "collector/connection.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>

#include "shared/core/digest.hpp"
#include "shared/wire/topic.hpp"

namespace isocenter::collector {
namespace {

/// How long after the broker's SUBACK a retained status may still be on its way.
constexpr std::chrono::seconds look_at_least{1};

}  // namespace

std::string random_instance() {
  std::array<std::uint8_t, 16> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return to_hex(bytes);
}

Connection::Connection(SiteName site, std::chrono::seconds heartbeat, std::string version, Instant started,
                       MakeClient make_client, Inbox& arrivals)
    : site_{std::move(site)},
      heartbeat_{heartbeat},
      version_{std::move(version)},
      started_{started},
      make_client_{std::move(make_client)},
      arrivals_{arrivals},
      status_topic_{wire::format_topic({site_, wire::CollectorStatusTopic{}})} {}

Connection::~Connection() = default;

wire::CollectorStatus Connection::status(bool online, std::uint64_t retained_topics, Instant at) const {
  return {.instance = instance_,
          .started = started_,
          .online = online,
          .version = version_,
          .heartbeat = heartbeat_,
          .retained_topics = retained_topics,
          .at = at};
}

mqtt::Client::Callbacks Connection::look_callbacks(const std::shared_ptr<Signals>& signals) {
  Inbox& arrivals = arrivals_;
  return {.will = [] { return std::nullopt; },
          .connected =
              [signals, &arrivals] {
                const std::lock_guard lock{signals->mutex};
                signals->connected = true;
                arrivals.wake();
              },
          .disconnected =
              [signals, &arrivals](const std::string&) {
                const std::lock_guard lock{signals->mutex};
                signals->lost = true;
                arrivals.wake();
              },
          .received =
              [signals, &arrivals](const mqtt::Message& message) {
                const auto status = wire::parse_collector_status(message.payload);
                const std::lock_guard lock{signals->mutex};
                if (status) signals->seen.emplace_back(*status, message.retained);
                arrivals.wake();
              },
          .subscribed =
              [signals, &arrivals] {
                const std::lock_guard lock{signals->mutex};
                signals->subscribed = true;
                arrivals.wake();
              }};
}

mqtt::Client::Callbacks Connection::main_callbacks(const std::shared_ptr<Signals>& signals) {
  mqtt::Client::Callbacks callbacks = look_callbacks(signals);
  Inbox& arrivals = arrivals_;
  const wire::CollectorStatus offline = status(false, 0, started_);
  const std::string topic = status_topic_;
  callbacks.will = [signals, offline, topic]() -> std::optional<mqtt::Message> {
    wire::CollectorStatus will = offline;
    will.instance = random_instance();
    const std::lock_guard lock{signals->mutex};
    signals->next_instance = will.instance;
    return mqtt::Message{topic, wire::format_collector_status(will), true};
  };
  callbacks.received = [&arrivals](mqtt::Message message) { arrivals.push(std::move(message)); };
  return callbacks;
}

void Connection::begin_look() {
  if (client_) client_->stop(std::chrono::milliseconds{0});
  signals_ = std::make_shared<Signals>();
  client_ = make_client_(fmt::format("isocenter.{}.collector-look-{}", site_.text(), random_instance().substr(0, 8)));
  client_->start(look_callbacks(signals_));
  phase_ = Phase::looking;
  looking_since_ = {};
  sees_foreign_ = false;
}

bool Connection::look_is_over(std::chrono::steady_clock::time_point monotonic) {
  bool connected = false;
  bool lost = false;
  bool subscribed = false;
  std::vector<std::pair<wire::CollectorStatus, bool>> seen;
  {
    const std::lock_guard lock{signals_->mutex};
    connected = std::exchange(signals_->connected, false);
    lost = std::exchange(signals_->lost, false);
    subscribed = std::exchange(signals_->subscribed, false);
    seen = std::exchange(signals_->seen, {});
  }
  if (lost) {
    looking_since_ = {};
    sees_foreign_ = false;
  }
  if (connected) client_->subscribe({status_topic_});
  if (subscribed) looking_since_ = monotonic;
  for (const auto& [status, retained] : seen) {
    sees_foreign_ = status.online && !own_instances_.contains(status.instance);
    if (!sees_foreign_ || retained) continue;
    throw ForeignCollector{fmt::format(
        "another collector (instance {}) serves site \"{}\" at this broker; stop it, or give this one another site",
        status.instance, site_.text())};
  }
  if (looking_since_ == std::chrono::steady_clock::time_point{}) return false;
  return monotonic - looking_since_ >= (sees_foreign_ ? heartbeat_ * 3 : look_at_least);
}

void Connection::join() {
  client_->stop(std::chrono::milliseconds{0});
  signals_ = std::make_shared<Signals>();
  client_ = make_client_(fmt::format("isocenter.{}.collector", site_.text()));
  client_->start(main_callbacks(signals_));
  phase_ = Phase::joining;
}

Connection::Change Connection::turn(std::chrono::steady_clock::time_point monotonic) {
  if (phase_ == Phase::idle) begin_look();
  if (phase_ == Phase::looking) {
    if (look_is_over(monotonic)) join();
    return Change::none;
  }
  bool connected = false;
  bool lost = false;
  bool subscribed = false;
  {
    const std::lock_guard lock{signals_->mutex};
    connected = std::exchange(signals_->connected, false);
    lost = std::exchange(signals_->lost, false);
    subscribed = std::exchange(signals_->subscribed, false);
    if (connected) instance_ = signals_->next_instance;
  }
  if (lost) {
    const bool was_online = phase_ == Phase::online;
    begin_look();
    return was_online ? Change::lost : Change::none;
  }
  if (connected) {
    own_instances_.insert(instance_);
    client_->subscribe({wire::filter(site_, "node/+/status"), wire::filter(site_, "node/+/events"),
                        wire::filter(site_, "collector/status"), wire::filter(site_, "collector/device/+"),
                        wire::filter(site_, "collector/alert/+")});
  }
  if (!subscribed) return Change::none;
  phase_ = Phase::online;
  return Change::online;
}

void Connection::publish(const std::string& topic, std::string payload) {
  if (is_online()) client_->publish(topic, std::move(payload));
}

void Connection::publish_retained(const std::string& topic, std::string payload) {
  if (is_online()) client_->publish_retained(topic, std::move(payload));
}

void Connection::stop(std::chrono::milliseconds patience, Instant at) {
  if (!client_) return;
  publish_retained(status_topic_, wire::format_collector_status(status(false, 0, at)));
  client_->stop(is_online() ? patience : std::chrono::milliseconds{0});
  client_.reset();
  phase_ = Phase::idle;
}

}  // namespace isocenter::collector
