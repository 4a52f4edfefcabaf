#pragma once

#include <optional>
#include <string>

#include "collector/state/declarations.hpp"
#include "collector/state/exams.hpp"
#include "collector/state/faults.hpp"

namespace isocenter::collector {

/// Something that shows that the device works: an exam that ended (A), "room ready" or a passed check (B).
struct Proof {
  Instant at;
  Grade grade = Grade::b;
  const LogRow* row = nullptr;
  std::string reason;  ///< exam_ended, declared, check_passed
};

/// What is known of a device at one instant. Pointers are null for "none".
struct Situation {
  bool node_observes = false;
  std::string absence;                ///< why it does not
  std::optional<EventId> absence_by;  ///< what told so
  const Answers::Answer* answer = nullptr;
  const Exam* exam = nullptr;     ///< the one begun last of a patient or of unknown subject that runs
  const Exam* phantom = nullptr;  ///< likewise of phantoms
  std::optional<Standing> declared;
  const Fault* person_down = nullptr;  ///< the first reported of the open ones a person reported
  const Fault* source_down = nullptr;  ///< likewise from a log or sensor
  const Fault* person_limited = nullptr;
  const Fault* source_limited = nullptr;
  std::optional<Instant> last_person_down;  ///< when the last of those persons reported that are open was
  bool within_hours = true;
  bool has_hours = false;
  const Proof* proof = nullptr;  ///< the best since the device was last anything but ready or in use
};

/// The state that follows: all of a StateInterval but its device and period.
struct Effective {
  EquipmentState state = EquipmentState::unknown;
  Grade grade = Grade::d;
  std::string reason;
  std::string source;
  std::optional<Cause> cause;
  std::optional<KeyedHash> exam;
  std::optional<EventId> began_by;
  bool operator==(const Effective&) const = default;
};

/// What the facts of an instant come to: the first rule that fits of the table in docs/kpi.md.
Effective effective_state(const Situation& situation);

/// Whether a proof of before does not hold any more after the device was in `state`.
bool ends_proof(EquipmentState state);

}  // namespace isocenter::collector
