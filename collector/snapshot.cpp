#include "collector/snapshot.hpp"

#include <algorithm>

namespace isocenter::collector {
namespace {

std::optional<Instant> end_of(const StateInterval& interval) {
  return interval.period.to >= end_of_time ? std::nullopt : std::optional{interval.period.to};
}

wire::DeviceSnapshot::Exam exam_of(const ExamRow& running, const std::optional<analytics::UsualLength>& usual) {
  wire::DeviceSnapshot::Exam exam{.exam = running.exam,
                                  .procedure = running.procedure,
                                  .started = running.running.from,
                                  .subject = running.subject};
  if (!usual) return exam;
  exam.usual_p50 = std::chrono::round<std::chrono::seconds>(usual->p50);
  exam.usual_p90 = std::chrono::round<std::chrono::seconds>(usual->p90);
  exam.n = usual->n;
  return exam;
}

void fill_state(wire::DeviceSnapshot& snapshot, const StateInterval& now) {
  snapshot.state = now.state;
  snapshot.since = now.period.from;
  snapshot.reason = now.reason;
  snapshot.cause = now.cause;
  snapshot.grade = now.grade;
}

}  // namespace

const ExamRow* running_exam(const Derived& derived) {
  const auto running = std::find_if(derived.exams.rbegin(), derived.exams.rend(), [](const ExamRow& exam) {
    return exam.status == ExamStatus::in_progress && exam.running.to >= end_of_time;
  });
  return running == derived.exams.rend() ? nullptr : &*running;
}

wire::DeviceSnapshot make_snapshot(const ConfiguredDevice& device, const Derived& derived,
                                   std::span<const StateInterval> intervals,
                                   const std::optional<analytics::UsualLength>& usual,
                                   const std::optional<Instant>& declared_until, Instant now) {
  wire::DeviceSnapshot snapshot{.at = now,
                                .title = device.title,
                                .room = device.room,
                                .modality = device.modality,
                                .order = device.order,
                                .since = now,
                                .reason = "no_history"};
  if (!derived.intervals.empty()) fill_state(snapshot, derived.intervals.back());
  if (snapshot.state == EquipmentState::planned_down) snapshot.until = declared_until;
  if (const ExamRow* running = running_exam(derived)) snapshot.exam = exam_of(*running, usual);
  for (const StateInterval& interval : intervals) {
    snapshot.intervals.push_back({interval.state, std::max(interval.period.from, now - snapshot_reach),
                                  end_of(interval), interval.grade, interval.exam.has_value()});
  }
  for (const FaultRow& fault : derived.faults) {
    if (fault.closed) continue;
    snapshot.faults.push_back({.fault = fault.fault,
                               .code = fault.code,
                               .effect = fault.effect,
                               .cause = fault.cause,
                               .since = fault.reported,
                               .note = fault.note,
                               .called = fault.called,
                               .acknowledged = fault.acknowledged,
                               .on_site = fault.on_site});
  }
  return snapshot;
}

}  // namespace isocenter::collector
