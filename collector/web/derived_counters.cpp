#include "collector/web/derived_counters.hpp"

#include <algorithm>
#include <functional>

#include "collector/report/touching.hpp"

namespace isocenter::web {
namespace {

constexpr std::chrono::seconds refresh_after{5};
/// Nodes keep events for seven days (outbox.keep_days); what is older hardly changes any more.
constexpr std::chrono::hours looked_back{8 * 24};

/// The exams that ended of one device, along their index.
constexpr std::string_view ended_exams =
    "SELECT device, exam, running_from, status, modality, started, ended, inferred FROM exam"
    " WHERE device = ?1 AND running_from >= ?2 AND status <> 'in_progress'";

void note(Durations& durations, double seconds) {
  std::size_t bucket = 0;
  while (bucket < exam_bounds_s.size() && seconds > exam_bounds_s[bucket]) ++bucket;
  ++durations.buckets[bucket];
  ++durations.count;
  durations.sum_s += seconds;
}

}  // namespace

DerivedCounters::Values DerivedCounters::refresh(sqlite::Database& database, const std::vector<DeviceName>& devices,
                                                 Instant now) {
  const std::lock_guard lock{mutex_};
  if (refreshed_ && now - *refreshed_ < refresh_after && now >= *refreshed_) return values_;
  for (const DeviceName& device : devices) count_states(database, device, now);
  count_exams(database, devices, now);
  refreshed_ = now;
  return values_;
}

void DerivedCounters::count_states(sqlite::Database& database, const DeviceName& device, Instant now) {
  StateSeconds& seconds = states_.try_emplace(device.text(), StateSeconds{.settled_until = started_}).first->second;
  const Instant settle = std::max(seconds.settled_until, now - looked_back);
  auto open_ms = seconds.settled_ms;
  report::TouchingIntervals intervals{database};
  const Period window{.from = seconds.settled_until, .to = now};
  intervals.ask(device, window);
  while (intervals.step()) {
    const auto& row = intervals.row();
    const Period lasted{.from = from_unix_ms(row.integer(2)),
                        .to = row.is_null(3) ? now : from_unix_ms(row.integer(3))};
    const auto state = from_word<EquipmentState>(intervals.exported_state());
    const auto inside = overlap(lasted, window);
    if (!state || !inside) continue;
    open_ms[index_of(*state)] += inside->length().count();
    const auto old = overlap(*inside, Period{.from = seconds.settled_until, .to = settle});
    if (old) seconds.settled_ms[index_of(*state)] += old->length().count();
  }
  seconds.settled_until = settle;
  for (const EquipmentState state : equipment_states) {
    double& shown = values_.state_seconds[{device.text(), state}];
    shown = std::max(shown, static_cast<double>(open_ms[index_of(state)]) / 1000.0);
  }
}

void DerivedCounters::count_exams(sqlite::Database& database, const std::vector<DeviceName>& devices, Instant now) {
  const Instant since = now - looked_back;
  sqlite::Statement exams{database, ended_exams};
  for (const DeviceName& device : devices) {
    exams.bind(1, std::string_view{device.text()}).bind(2, to_unix_ms(since));
    while (exams.step()) count_exam(exams);
    exams.reset();
  }
  std::erase_if(counted_, [&](const auto& exam) { return exam.second < since; });
  has_baseline_ = true;
}

void DerivedCounters::count_exam(const sqlite::Statement& exam) {
  const std::string device = exam.text(0);
  const std::size_t name = std::hash<std::string>{}(device + "/" + exam.text(1));
  if (!counted_.emplace(name, from_unix_ms(exam.integer(2))).second) return;
  const bool before_this_start = !has_baseline_ && from_unix_ms(exam.integer(2)) < started_;
  if (before_this_start) return;
  const std::string status = exam.text(3);
  ++values_.exams[{device, status}];
  const bool measured = !exam.is_null(5) && !exam.is_null(6) && exam.integer(7) == 0;
  if (status == "completed" && measured && exam.integer(6) >= exam.integer(5)) {
    note(values_.durations[exam.text(4)], static_cast<double>(exam.integer(6) - exam.integer(5)) / 1000.0);
  }
}

}  // namespace isocenter::web
