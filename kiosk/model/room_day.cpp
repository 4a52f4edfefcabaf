#include "kiosk/model/room_day.hpp"

#include <algorithm>
#include <vector>

namespace isocenter::kiosk {
namespace {

using Interval = wire::DeviceSnapshot::Interval;

/// One period per exam that has ended. An exam goes on where the room's state changes under it.
std::vector<Period> ended_exams(const std::vector<Interval>& intervals) {
  std::vector<Period> exams;
  std::optional<Period> open;
  EquipmentState state = EquipmentState::unknown;
  for (const Interval& each : intervals) {
    const bool is_exam = each.exam && each.state != EquipmentState::quality_control;
    const bool goes_on = open && is_exam && each.from == open->to && each.state != state;
    if (open && !goes_on) exams.push_back(*open);
    if (!is_exam) {
      open.reset();
    } else {
      open = Period{goes_on ? open->from : each.from, each.to.value_or(end_of_time)};
    }
    state = each.state;
  }
  if (open && open->to < end_of_time) exams.push_back(*open);
  return exams;
}

bool is_out(EquipmentState state) { return state == EquipmentState::down || state == EquipmentState::planned_down; }

}  // namespace

std::optional<Period> last_exam(const wire::DeviceSnapshot& snapshot) {
  const auto exams = ended_exams(snapshot.intervals);
  return exams.empty() ? std::nullopt : std::optional{exams.back()};
}

long exams_done(const wire::DeviceSnapshot& snapshot, Instant from) {
  const auto exams = ended_exams(snapshot.intervals);
  return std::count_if(exams.begin(), exams.end(), [&](const Period& exam) { return exam.to >= from; });
}

bool exam_contradicts(const wire::DeviceSnapshot& snapshot) {
  if (!is_out(snapshot.state)) return false;
  auto each = snapshot.intervals.rbegin();
  const auto end = snapshot.intervals.rend();
  while (each != end && is_out(each->state) && !each->exam) ++each;
  bool examined = false;
  for (; each != end && (each->state == EquipmentState::in_use || each->state == EquipmentState::unknown); ++each) {
    examined = examined || each->state == EquipmentState::in_use;
  }
  return examined && each != end && is_out(each->state);
}

}  // namespace isocenter::kiosk
