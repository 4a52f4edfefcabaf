#include "collector/state/effective_state.hpp"

namespace isocenter::collector {
namespace {

constexpr const char* nobody = "nobody";

std::string told_by(const LogRow* row) { return row->id.node.text(); }

/// The node is there, and the device is not silent beyond its debounce.
bool sees_device(const Situation& s) { return s.node_observes && s.answer->reachable != false; }

bool stands(const Situation& s, EquipmentState state) { return s.declared && s.declared->state() == state; }

/// Whether the running exam began after what people have said: after a declared down or quality control, and after
/// every open fault with effect down that a person reported.
bool exam_counts(const Situation& s) {
  if (s.exam == nullptr || !sees_device(s)) return false;
  const Instant began = s.exam->row.running.from;
  if (s.last_person_down && *s.last_person_down >= began) return false;
  if (!s.declared || s.declared->overran) return true;
  const EquipmentState said = s.declared->state();
  const bool blocks = said == EquipmentState::down || said == EquipmentState::quality_control;
  return !blocks || s.declared->declaration->from < began;
}

Effective of_fault(const Fault& fault, EquipmentState state) {
  return {.state = state,
          .grade = fault.by_person ? Grade::b : Grade::a,
          .reason = "fault:" + fault.row.code,
          .source = told_by(fault.reported_by),
          .cause = fault.row.cause,
          .exam = {},
          .began_by = fault.reported_by->id};
}

Effective of_declaration(const Standing& standing) {
  const Declaration& said = *standing.declaration;
  const bool has_cause = said.state != EquipmentState::quality_control;
  return {.state = standing.state(),
          .grade = Grade::b,
          .reason = standing.overran ? "overran" : "declared",
          .source = told_by(said.row),
          .cause = has_cause ? std::optional{said.cause} : std::nullopt,
          .exam = {},
          .began_by = said.row->id};
}

/// Rule 4, which also shows beside a running exam. Without a node that observes nobody knows whether it is still so.
std::optional<Effective> limitation(const Situation& s) {
  if (!s.node_observes) return std::nullopt;
  if (s.source_limited != nullptr) return of_fault(*s.source_limited, EquipmentState::limited);
  if (stands(s, EquipmentState::limited)) return of_declaration(*s.declared);
  if (s.person_limited != nullptr) return of_fault(*s.person_limited, EquipmentState::limited);
  return std::nullopt;
}

Effective in_use(const Situation& s) {
  Effective running{.state = EquipmentState::in_use,
                    .grade = Grade::a,
                    .reason = "exam",
                    .source = told_by(s.exam->started_by),
                    .cause = {},
                    .exam = {},
                    .began_by = s.exam->started_by->id};
  if (auto limited = limitation(s)) running = std::move(*limited);
  running.grade = Grade::a;
  running.exam = s.exam->row.exam;
  return running;
}

/// Rule 2: what a person declared, as far as it stands without a node that observes.
std::optional<Effective> declared_away(const Situation& s) {
  if (stands(s, EquipmentState::down) || stands(s, EquipmentState::planned_down)) return of_declaration(*s.declared);
  if (stands(s, EquipmentState::quality_control) && s.node_observes) return of_declaration(*s.declared);
  return std::nullopt;
}

/// Rule 3.
std::optional<Effective> stopped(const Situation& s) {
  if (s.source_down != nullptr && s.node_observes) return of_fault(*s.source_down, EquipmentState::down);
  if (s.person_down != nullptr) return of_fault(*s.person_down, EquipmentState::down);
  return std::nullopt;
}

/// Rule 5.
std::optional<Effective> quality_control_seen(const Situation& s) {
  if (!sees_device(s)) return std::nullopt;
  Effective seen{.state = EquipmentState::quality_control,
                 .grade = Grade::a,
                 .reason = "phantom",
                 .source = {},
                 .cause = {},
                 .exam = {},
                 .began_by = {}};
  if (s.phantom != nullptr) {
    seen.source = told_by(s.phantom->started_by);
    seen.began_by = s.phantom->started_by->id;
    return seen;
  }
  if (s.answer->activity != Activity::quality_control) return std::nullopt;
  seen.reason = "activity";
  seen.source = told_by(s.answer->row);
  seen.began_by = s.answer->row->id;
  return seen;
}

/// Rule 6 within the hours.
Effective unknown(const Situation& s) {
  Effective lost{.state = EquipmentState::unknown,
                 .grade = Grade::d,
                 .reason = s.absence,
                 .source = nobody,
                 .cause = {},
                 .exam = {},
                 .began_by = s.absence_by};
  if (!s.node_observes) return lost;
  lost.reason = s.answer->reachable ? "device_silent" : "not_seen_yet";
  if (s.answer->first != nullptr) lost.began_by = s.answer->first->id;
  return lost;
}

/// Rule 7.
Effective closed(Grade grade) {
  return {.state = EquipmentState::closed,
          .grade = grade,
          .reason = "hours",
          .source = "calendar",
          .cause = {},
          .exam = {},
          .began_by = {}};
}

/// Rule 8.
Effective ready(const Situation& s) {
  if (s.proof != nullptr) {
    return {.state = EquipmentState::ready,
            .grade = s.proof->grade,
            .reason = s.proof->reason,
            .source = told_by(s.proof->row),
            .cause = {},
            .exam = {},
            .began_by = s.proof->row->id};
  }
  return {.state = EquipmentState::ready,
          .grade = Grade::c,
          .reason = "answers",
          .source = told_by(s.answer->row),
          .cause = {},
          .exam = {},
          .began_by = s.answer->first->id};
}

}  // namespace

Effective effective_state(const Situation& s) {
  if (exam_counts(s)) return in_use(s);
  if (auto declared = declared_away(s)) return *declared;
  if (auto down = stopped(s)) return *down;
  if (auto limited = limitation(s)) return *limited;
  if (auto control = quality_control_seen(s)) return *control;
  const bool somebody_can_tell = s.node_observes && s.answer->reachable == true;
  const bool hours_are_over = s.has_hours && !s.within_hours;
  if (!somebody_can_tell) return hours_are_over ? closed(Grade::d) : unknown(s);
  if (hours_are_over && s.answer->activity != Activity::exam) return closed(Grade::c);
  return ready(s);
}

bool ends_proof(EquipmentState state) {
  switch (state) {
    case EquipmentState::in_use:
    case EquipmentState::ready: return false;
    case EquipmentState::limited:
    case EquipmentState::quality_control:
    case EquipmentState::planned_down:
    case EquipmentState::down:
    case EquipmentState::closed:
    case EquipmentState::unknown: return true;
  }
  return true;
}

}  // namespace isocenter::collector
