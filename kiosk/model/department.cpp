#include "kiosk/model/department.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "kiosk/model/agents_word.hpp"
#include "shared/wire/topic.hpp"

namespace isocenter::kiosk {
namespace {

/// A site of a thousand rooms has more than one board; more than this is somebody's mistake.
constexpr std::size_t most_rooms = 1000;
constexpr std::size_t most_agents = 2000;
constexpr std::size_t most_alerts = 2000;

constexpr const char* device_kind = "device/";
constexpr const char* alert_kind = "alert/";

/// As shared/node/collector_watch.hpp: three heartbeats and a second for the way.
bool is_fresh(Instant heard, std::chrono::seconds heartbeat, Instant now) {
  return now - heard <= 3 * heartbeat + std::chrono::seconds{1};
}

/// The same but for when it was worked out.
bool looks_alike(wire::DeviceSnapshot one, const wire::DeviceSnapshot& other) {
  one.at = other.at;
  return one == other;
}

}  // namespace

struct Department::Taking {
  Department& department;
  std::string_view payload;
  Instant now;

  void operator()(const wire::CollectorStatusTopic&) const { department.take_collector(payload, now); }
  void operator()(const wire::NodeStatusTopic& topic) const { department.take_agent(topic.node, payload, now); }
  void operator()(const wire::CollectorDeviceTopic& topic) const { department.take_snapshot(topic.device, payload); }
  void operator()(const wire::NodeDeviceTopic& topic) const {
    department.take_observed(topic.node, topic.device, payload);
  }
  void operator()(const wire::CollectorAlertTopic& topic) const { department.take_alert(topic.id, payload); }
  void operator()(const wire::NodeAboutTopic&) const {}
  void operator()(const wire::NodeEventsTopic&) const {}
  void operator()(const wire::CollectorAckTopic&) const {}
};

void Department::take(std::string_view topic, std::string_view payload, Instant now) {
  const auto parsed = wire::parse_topic(topic);
  if (!parsed || parsed->site != site_) {
    ++ignored_;
    return;
  }
  std::visit(Taking{*this, payload, now}, parsed->path);
}

void Department::take_collector(std::string_view payload, Instant now) {
  if (payload.empty()) return;
  const auto status = wire::parse_collector_status(payload);
  if (!status) {
    ++ignored_;
    return;
  }
  if (!status->online) {
    if (collector_ && collector_->online && collector_->instance != status->instance) return;  // a late will
    if (!collector_ || collector_->online) ++revision_;
    if (!collector_) collector_ = Collector{.instance = status->instance};
    collector_->online = false;
    for (auto& [name, agent] : agents_) agent.beats_alone = 0;
    return;
  }
  const bool was_there = is_collector_there(now);
  if (!was_there) {
    ++revision_;
    for (auto& [name, agent] : agents_) agent.beats_alone = 0;
  }
  collector_ = Collector{status->instance, true, status->heartbeat, now, status->retained_topics};
  last_confirmed_ = now;
  forget_unseen();
}

bool Department::has_all() const {
  return collector_ && collector_->online && seen_.size() + 1 >= collector_->retained_topics;  // 1: the status itself
}

/// What was cleared while we were away is no longer retained: nobody will say that it is gone.
void Department::forget_unseen() {
  if (!has_all()) return;
  const auto unseen = [&](const char* kind, const std::string& name) { return !seen_.contains(kind + name); };
  const auto forgotten =
      std::erase_if(rooms_,
                    [&](const auto& entry) { return entry.second.is_configured && unseen(device_kind, entry.first); }) +
      std::erase_if(alerts_, [&](const auto& entry) { return unseen(alert_kind, entry.first); });
  if (forgotten != 0) ++revision_;
}

void Department::take_agent(const NodeName& node, std::string_view payload, Instant now) {
  if (payload.empty()) {
    if (agents_.erase(node.text()) != 0) ++revision_;
    return;
  }
  const auto status = wire::parse_node_status(payload);
  const auto held = agents_.find(node.text());
  const bool is_new = held == agents_.end();
  if (!status || (is_new && agents_.size() >= most_agents)) {
    ++ignored_;
    return;
  }
  if (!status->online && !is_new && held->second.online && held->second.instance != status->instance) return;
  if (is_new || held->second.online != status->online) ++revision_;
  Agent& agent = agents_[node.text()];
  const int beats = agent.instance == status->instance && !is_collector_there(now) ? agent.beats_alone + 1 : 0;
  agent = Agent{status->instance, status->online, status->heartbeat, now, beats};
}

void Department::take_snapshot(const DeviceName& device, std::string_view payload) {
  if (payload.empty()) {
    seen_.erase(device_kind + device.text());
    if (rooms_.erase(device.text()) != 0) ++revision_;
    return;
  }
  auto snapshot = wire::parse_device_snapshot(payload);
  Room* const room = snapshot ? room_for(device) : nullptr;
  if (seen_.size() < most_rooms + most_alerts) seen_.insert(device_kind + device.text());  // even what we cannot read
  if (room == nullptr) {
    ++ignored_;
    return;
  }
  if (snapshot->title.empty()) snapshot->title = device.text();
  if (!room->is_configured || !looks_alike(*snapshot, room->snapshot)) ++revision_;
  room->snapshot = std::move(*snapshot);
  room->is_configured = true;
}

void Department::take_observed(const NodeName& node, const DeviceName& device, std::string_view payload) {
  if (payload.empty()) {
    const auto observer = observers_.find(device.text());
    if (observer == observers_.end() || observer->second != node.text()) return;
    observers_.erase(observer);
    if (const auto room = rooms_.find(device.text()); room != rooms_.end()) room->second.observed.reset();
    ++revision_;
    return;
  }
  const auto observed = wire::parse_observed_device(payload);
  Room* const room = observed ? room_for(device) : nullptr;
  if (room == nullptr) {
    ++ignored_;
    return;
  }
  if (room->observed != *observed) ++revision_;
  room->observed = *observed;
  observers_[device.text()] = node.text();
}

void Department::take_alert(const std::string& id, std::string_view payload) {
  if (payload.empty()) {
    seen_.erase(alert_kind + id);
    if (alerts_.erase(id) != 0) ++revision_;
    return;
  }
  if (seen_.size() < most_rooms + most_alerts) seen_.insert(alert_kind + id);
  const auto alert = wire::parse_alert(payload);
  if (!alert || (!alerts_.contains(id) && alerts_.size() >= most_alerts)) {
    ++ignored_;
    return;
  }
  const auto held = alerts_.find(id);
  if (held == alerts_.end() || held->second != *alert) ++revision_;
  alerts_[id] = *alert;
}

Room* Department::room_for(const DeviceName& device) {
  const auto found = rooms_.find(device.text());
  if (found != rooms_.end()) return &found->second;
  if (rooms_.size() >= most_rooms) return nullptr;
  Room room{.name = device};
  room.snapshot.title = device.text();  // until the collector says better
  room.snapshot.reason = "no_history";
  return &rooms_.emplace(device.text(), std::move(room)).first->second;
}

void Department::connected(Instant) {
  if (std::exchange(is_connected_, true)) return;
  seen_.clear();
  ++revision_;
}

/// Wills die with a broker: who is online is to be learnt anew at the next connection.
void Department::disconnected(Instant now) {
  if (!std::exchange(is_connected_, false)) return;
  lost_ = now;
  ++revision_;
}

bool Department::is_collector_there(Instant now) const {
  return collector_ && collector_->online && is_fresh(collector_->heard, collector_->heartbeat, now);
}

Confirmation Department::confirmation(Instant now) const {
  if (!is_connected_) return Confirmation::stale;
  return is_collector_there(now) ? Confirmation::confirmed : Confirmation::agents_only;
}

Instant Department::confirmed_until(Instant now) const {
  if (confirmation(now) == Confirmation::confirmed) return now;
  Instant until = last_confirmed_;
  if (until == Instant{}) {  // only what an earlier collector left on the broker
    for (const auto& [name, room] : rooms_) until = std::max(until, room.snapshot.at);
  }
  return std::min(until, now);
}

bool Department::is_loaded() const {
  if (has_all()) return true;
  return std::any_of(rooms_.begin(), rooms_.end(), [&](const auto& entry) {
    return entry.second.is_configured || !collector_ || !collector_->online;
  });
}

/// A node that repeats its status while there is no collector is held to it; one that does not, until its will.
bool Department::is_agent_there(const Room& room, Instant now) const {
  const auto observer = observers_.find(room.name.text());
  if (observer == observers_.end()) return true;  // nobody to miss
  const auto agent = agents_.find(observer->second);
  if (agent == agents_.end()) return true;
  if (!agent->second.online) return false;
  return agent->second.beats_alone < 2 || is_fresh(agent->second.heard, agent->second.heartbeat, now);
}

wire::DeviceSnapshot Department::shown(const Room& room, Instant now) const {
  const Instant then = is_connected_ ? now : std::min(lost_, now);
  if (is_collector_there(then) || !room.observed) return room.snapshot;
  if (is_agent_there(room, then)) return moved_by_agent(room.snapshot, *room.observed);
  const auto& agent = agents_.at(observers_.at(room.name.text()));
  return without_agent(room.snapshot, std::min(agent.heard, then));
}

std::vector<const Room*> Department::rooms() const {
  const bool only_configured = collector_ && collector_->online;
  std::vector<const Room*> all;
  for (const auto& [name, room] : rooms_) {
    if (room.is_configured || !only_configured) all.push_back(&room);
  }
  const auto place = [](const Room& room) {
    return std::tie(room.snapshot.order, room.snapshot.modality, room.snapshot.title, room.name);
  };
  std::sort(all.begin(), all.end(), [&](const Room* one, const Room* other) { return place(*one) < place(*other); });
  return all;
}

const Room* Department::room(const DeviceName& name) const {
  const auto found = rooms_.find(name.text());
  return found == rooms_.end() ? nullptr : &found->second;
}

std::string Department::observer(const Room& room) const {
  const auto found = observers_.find(room.name.text());
  return found == observers_.end() ? std::string{} : found->second;
}

std::vector<wire::Alert> Department::alerts() const {
  std::vector<wire::Alert> all;
  for (const auto& [id, alert] : alerts_) all.push_back(alert);
  std::sort(all.begin(), all.end(), [](const wire::Alert& one, const wire::Alert& other) {
    return std::tie(other.since, one.id) < std::tie(one.since, other.id);
  });
  return all;
}

}  // namespace isocenter::kiosk
