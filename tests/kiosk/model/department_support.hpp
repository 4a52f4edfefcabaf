#pragma once

#include <string>
#include <utility>

#include "kiosk/model/department.hpp"
#include "kiosk/model/local_time.hpp"
#include "shared/core/time.hpp"

namespace isocenter::kiosk {

inline Instant at(const std::string& text) { return *parse_rfc3339(text); }
/// A moment of the mock-ups' morning in New York.
inline Instant clock(const std::string& hms) { return at("2026-11-24T" + hms + "-05:00"); }
inline const LocalTime& new_york() {
  static const LocalTime local = *LocalTime::in("America/New_York");
  return local;
}
inline SiteName general() { return *SiteName::parse("general"); }
inline DeviceName device(const std::string& name) { return *DeviceName::parse(name); }

inline std::string topic(const std::string& rest) { return "isocenter/1/general/" + rest; }

inline wire::DeviceSnapshot ready_snapshot(const std::string& title, Instant since) {
  return {.at = since,
          .title = title,
          .room = "",
          .modality = title.starts_with("PET")  ? "PT"
                      : title.starts_with("XR") ? "DX"
                                                : title.substr(0, 2),
          .order = 0,
          .state = EquipmentState::ready,
          .since = since,
          .reason = "answers",
          .grade = Grade::c};
}

/// An exam that began at `started`, of a kind that 212 were seen of.
inline wire::DeviceSnapshot exam_snapshot(const std::string& title, Instant started, int p50_min, int p90_min) {
  auto snapshot = ready_snapshot(title, started);
  snapshot.state = EquipmentState::in_use;
  snapshot.grade = Grade::a;
  snapshot.reason = "exam";
  snapshot.exam = wire::DeviceSnapshot::Exam{.exam = "k1:" + std::string(64, 'a'),
                                             .procedure = "Lumbar spine",
                                             .started = started,
                                             .subject = Subject::patient,
                                             .usual_p50 = std::chrono::minutes{p50_min},
                                             .usual_p90 = std::chrono::minutes{p90_min},
                                             .n = 212};
  snapshot.intervals = {{EquipmentState::in_use, started, std::nullopt, Grade::a, true}};
  return snapshot;
}

inline wire::DeviceSnapshot down_snapshot(const std::string& title, Instant since, const std::string& code,
                                          Cause cause) {
  auto snapshot = ready_snapshot(title, since);
  snapshot.state = EquipmentState::down;
  snapshot.grade = Grade::b;
  snapshot.reason = "fault:" + code;
  snapshot.cause = cause;
  snapshot.faults = {{"f1", code, Effect::down, cause, since}};
  return snapshot;
}

/// A department as a broker would tell it.
struct Bench {
  Department department{general()};

  void collector(Instant now, bool online = true, std::uint64_t topics = 100, const std::string& instance = "c1") {
    department.take(topic("collector/status"),
                    wire::format_collector_status({.instance = instance,
                                                   .started = now,
                                                   .online = online,
                                                   .version = "0.1.0",
                                                   .heartbeat = std::chrono::seconds{10},
                                                   .retained_topics = topics,
                                                   .at = now}),
                    now);
  }
  void room(const std::string& name, const wire::DeviceSnapshot& snapshot, Instant now) {
    department.take(topic("collector/device/" + name), wire::format_device_snapshot(snapshot), now);
  }
  void observed(const std::string& node, const std::string& name, const wire::ObservedDevice& observed, Instant now) {
    department.take(topic("node/" + node + "/device/" + name), wire::format_observed_device(observed), now);
  }
  void node(const std::string& name, bool online, Instant now, const std::string& instance = "n1") {
    department.take(topic("node/" + name + "/status"),
                    wire::format_node_status({.instance = instance, .started = now, .online = online}), now);
  }
  /// Connected, with a collector, as it was at `now`.
  static Bench at_work(Instant now) {
    Bench bench;
    bench.department.connected(now);
    bench.collector(now);
    return bench;
  }
};

inline wire::ObservedDevice seen(Instant since, Activity activity, bool reachable = true) {
  return {.at = since, .reachable = reachable, .activity = activity, .since = since, .reason = "log", .source = "log"};
}

}  // namespace isocenter::kiosk
