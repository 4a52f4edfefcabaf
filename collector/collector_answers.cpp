// The part of Collector that tells: acknowledgements, snapshots, alerts, figures.

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "collector/collector.hpp"
#include "collector/snapshot.hpp"
#include "shared/wire/topic.hpp"

namespace isocenter::collector {
namespace {

constexpr Milliseconds clock_is_off = std::chrono::seconds{2};
constexpr std::size_t many_starts = 30;
constexpr std::size_t many_connections = 6;
constexpr std::chrono::milliseconds snapshot_rest{30};

void note_answer(NodeFigures& node, const Delivery& delivery, const Gulp::Answer& answer) {
  node.events_ingested += answer.added;
  node.clock_difference = answer.difference;
  node.outbox_events = delivery.batch.last > answer.head.through ? delivery.batch.last - answer.head.through : 0;
  if (answer.newest) node.ingest_lag = delivery.received - *answer.newest;
}

}  // namespace

/// One answer for all batches of an epoch that were committed together: it says what is held, and so answers each.
void Collector::answer(const Deliveries& deliveries, const Gulp& gulp) {
  std::map<std::pair<NodeName, Epoch>, std::size_t> last_of;
  for (std::size_t i = 0; i < deliveries.size(); ++i) last_of[{deliveries[i].node, deliveries[i].batch.epoch}] = i;
  for (const auto& [whose, last] : last_of) {
    const ChainHead& head = gulp.answers[last].head;
    connection_.publish(
        wire::format_topic({options_.site, wire::CollectorAckTopic{whose.first}}),
        wire::format_acknowledgement(
            {.from = connection_.instance(), .epoch = whose.second, .through = head.through, .digest = head.digest}));
  }
}

void Collector::answer_store_away(const Deliveries& deliveries) {
  for (const Delivery& delivery : deliveries) {
    connection_.publish(wire::format_topic({options_.site, wire::CollectorAckTopic{delivery.node}}),
                        wire::format_acknowledgement({.from = connection_.instance(), .store = store_word_}));
  }
}

void Collector::answer_unreadable(const NodeName& node, const Arrival& arrival, std::string_view why) {
  connection_.publish(wire::format_topic({options_.site, wire::CollectorAckTopic{node}}),
                      wire::format_acknowledgement(
                          {.from = connection_.instance(), .store = store_word_, .unreadable = store_word_ == "ok"}));
  ledger_.keep_aside(node.text(), why, arrival.message.payload, arrival.received);
  alerts_.unreadable(node, now_);
  figures_.update([&](FigureValues& values) { ++values.nodes[node.text()].unreadable; });
}

void Collector::note(const Deliveries& deliveries, const Gulp& gulp) {
  for (std::size_t i = 0; i < deliveries.size(); ++i) {
    const Delivery& delivery = deliveries[i];
    const Gulp::Answer& answer = gulp.answers[i];
    liveness_.note_log(delivery.node, delivery.batch.epoch, answer.head.through, answer.stepped);
    note_clock(delivery.node, answer.difference);
    if (answer.started) note_start(delivery.node, *answer.started);
  }
  for (const Gulp::Loss& loss : gulp.losses) {
    spdlog::warn("{} events of {} are gone: {}", loss.events, loss.node.text(), loss.reason);
    alerts_.events_lost(loss.node, loss.reason, loss.events, now_);
  }
  for (const NodeName& node : gulp.rolled_back) alerts_.rolled_back(node, now_);
  for (const auto& [node, count] : gulp.never_came) alerts_.never_came(node, count, now_);
  figures_.update([&](FigureValues& values) {
    for (std::size_t i = 0; i < deliveries.size(); ++i) {
      note_answer(values.nodes[deliveries[i].node.text()], deliveries[i], gulp.answers[i]);
    }
    for (const auto& [why, count] : gulp.rejected) values.rejected[why] += count;
    for (const Gulp::Loss& loss : gulp.losses) values.nodes[loss.node.text()].gap_events[loss.reason] += loss.events;
    if (gulp.committed) note_commit(values.commits, gulp.seconds);
  });
}

void Collector::note_clock(const NodeName& node, Milliseconds difference) {
  if (std::chrono::abs(difference) >= clock_is_off)
    alerts_.clock_off(node, difference, now_);
  else
    alerts_.settle("clock", node);
}

/// Two machines under one name throw each other off the broker, again and again.
void Collector::note_instance(const NodeName& node, const wire::NodeStatus& status) {
  auto& [present, changes] = instances_[node];
  if (!status.online || status.instance == present) return;
  present = status.instance;
  changes.push_back(now_);
  while (changes.front() < now_ - std::chrono::minutes{1}) changes.pop_front();
  if (changes.size() > many_connections) alerts_.reconnected_often(node, now_);
}

/// Starts of the last hour: those of an outage come all at once, and were not.
void Collector::note_start(const NodeName& node, Instant when) {
  std::vector<Instant>& starts = starts_[node];
  starts.push_back(when);
  std::erase_if(starts, [&](Instant start) { return start < now_ - std::chrono::hours{1}; });
  if (starts.size() > many_starts) alerts_.restarted_often(node, starts.size(), now_);
}

/// What is told rests a little before it is told anew: a node that was away brings a day's changes in a second, and no
/// one sees them all.
void Collector::publish_snapshots() {
  if (!ledger_.is_open()) return;
  next_snapshot_.reset();
  if (joined_) {
    for (const DeviceName& device : ledger_.deriver().devices()) untold_.insert(device);
  }
  for (const ConfiguredDevice& device : options_.loaded.devices) {
    const auto changed = untold_.find(device.name);
    if (changed == untold_.end()) continue;
    const auto rests_until = told_at_.find(device.name);
    if (rests_until != told_at_.end() && monotonic_ < rests_until->second + snapshot_rest && !joined_) {
      const auto due = rests_until->second + snapshot_rest;
      next_snapshot_ = next_snapshot_ ? std::min(*next_snapshot_, due) : due;
      continue;
    }
    publish_snapshot(device);
    untold_.erase(changed);
    told_at_[device.name] = monotonic_;
  }
}

void Collector::publish_snapshot(const ConfiguredDevice& device) {
  Store& store = ledger_.store();
  const Derived* derived = ledger_.deriver().find(device.name);
  if (derived == nullptr) return;
  std::optional<analytics::UsualLength> usual;
  if (const ExamRow* running = running_exam(*derived)) {
    usual =
        analytics::usual_length(store.derived().exam_lengths(device.name, running->procedure, running->running.from));
  }
  const auto intervals = store.derived().intervals_since(device.name, now_ - snapshot_reach);
  const auto snapshot =
      make_snapshot(device, *derived, intervals, usual, ledger_.deriver().planned_until(device.name, now_), now_);
  publisher_.set(wire::format_topic({options_.site, wire::CollectorDeviceTopic{device.name}}),
                 wire::format_device_snapshot(snapshot), connection_);
}

void Collector::publish_alerts() {
  const auto topic_of = [&](const std::string& id) {
    return wire::format_topic({options_.site, wire::CollectorAlertTopic{id}});
  };
  for (const std::string& id : published_alerts_) {
    if (!alerts_.open().contains(id)) publisher_.clear(topic_of(id), connection_);
  }
  published_alerts_.clear();
  for (const auto& [id, alert] : alerts_.open()) {
    publisher_.set(topic_of(id), wire::format_alert(alert), connection_);
    published_alerts_.insert(id);
  }
}

/// Nodes that observe a configured device and are not heard, though they could have been.
void Collector::watch_silence() {
  const bool could_hear = online_since_ && now_ - *online_since_ >= options_.heartbeat * 3;
  if (!could_hear) return;
  for (const ConfiguredDevice& device : options_.loaded.devices) {
    if (!device.node) continue;
    if (liveness_.is_up(*device.node, now_))
      alerts_.settle("silent", *device.node);
    else
      alerts_.node_silent(*device.node, now_);
  }
}

void Collector::show_figures() {
  figures_.update([&](FigureValues& values) {
    values.broker_connected = connection_.is_online();
    values.store = store_word_;
    values.batches_dropped = inbox_.dropped();
    values.turned = std::chrono::steady_clock::now();
    for (const HeardNode& heard : liveness_.remembered()) {
      values.nodes[heard.node.text()].up = liveness_.is_up(heard.node, now_);
    }
  });
}

}  // namespace isocenter::collector
