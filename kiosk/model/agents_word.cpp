#include "kiosk/model/agents_word.hpp"

#include <utility>

namespace isocenter::kiosk {
namespace {

using wire::DeviceSnapshot;
using wire::ObservedDevice;

DeviceSnapshot become(DeviceSnapshot snapshot, EquipmentState state, Instant since, Grade grade, std::string reason) {
  snapshot.state = state;
  snapshot.since = since;
  snapshot.grade = grade;
  snapshot.reason = std::move(reason);
  snapshot.cause.reset();
  if (state != EquipmentState::in_use) snapshot.exam.reset();
  return snapshot;
}

/// What an agent's observation made, an agent's observation may end.
bool is_seen(const DeviceSnapshot& last) {
  switch (last.state) {
    case EquipmentState::in_use:
    case EquipmentState::ready:
    case EquipmentState::unknown: return true;
    case EquipmentState::quality_control: return last.reason != "declared";
    case EquipmentState::limited:
    case EquipmentState::planned_down:
    case EquipmentState::down:
    case EquipmentState::closed: return false;
  }
  return false;
}

DeviceSnapshot begin_exam(DeviceSnapshot last, Instant since) {
  if (last.state == EquipmentState::in_use && last.exam) return last;
  last.exam = DeviceSnapshot::Exam{.started = since};
  return become(std::move(last), EquipmentState::in_use, since, Grade::a, "exam");
}

DeviceSnapshot rest(DeviceSnapshot last, const ObservedDevice& observed) {
  const bool running = last.state == EquipmentState::in_use;
  if (running && last.exam && observed.at < last.exam->started) return last;  // said before that exam began
  if (last.state == EquipmentState::ready) return last;
  return become(std::move(last), EquipmentState::ready, observed.since, running ? Grade::a : Grade::c, "answers");
}

}  // namespace

DeviceSnapshot moved_by_agent(DeviceSnapshot last, const ObservedDevice& observed) {
  const bool opens = last.state == EquipmentState::closed && observed.reachable && observed.activity == Activity::exam;
  if (!is_seen(last) && !opens) return last;
  if (!observed.reachable) {
    if (last.state == EquipmentState::unknown) return last;
    return become(std::move(last), EquipmentState::unknown, observed.since, Grade::d, "device_silent");
  }
  switch (observed.activity) {
    case Activity::exam: return begin_exam(std::move(last), observed.since);
    case Activity::idle: return rest(std::move(last), observed);
    case Activity::quality_control:
      if (last.state == EquipmentState::quality_control) return last;
      return become(std::move(last), EquipmentState::quality_control, observed.since, Grade::a, "activity");
    case Activity::unknown:
      return last.state == EquipmentState::unknown ? rest(std::move(last), observed) : std::move(last);
  }
  return last;
}

DeviceSnapshot without_agent(DeviceSnapshot last, Instant since) {
  switch (last.state) {
    case EquipmentState::planned_down:
    case EquipmentState::closed:
    case EquipmentState::unknown: return last;
    case EquipmentState::down:
      if (last.grade == Grade::b) return last;  // a person said so
      break;
    case EquipmentState::in_use:
    case EquipmentState::ready:
    case EquipmentState::limited:
    case EquipmentState::quality_control: break;
  }
  return become(std::move(last), EquipmentState::unknown, since, Grade::d, "node_silent");
}

}  // namespace isocenter::kiosk
