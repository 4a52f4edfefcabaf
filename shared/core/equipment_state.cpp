#include "shared/core/equipment_state.hpp"

#include <span>

namespace isocenter {
namespace {

template <typename Enum>
std::optional<Enum> find_word(std::string_view text, std::span<const Enum> values) {
  for (const Enum value : values) {
    if (word(value) == text) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view word(EquipmentState state) {
  switch (state) {
    case EquipmentState::in_use: return "in_use";
    case EquipmentState::ready: return "ready";
    case EquipmentState::limited: return "limited";
    case EquipmentState::quality_control: return "quality_control";
    case EquipmentState::planned_down: return "planned_down";
    case EquipmentState::down: return "down";
    case EquipmentState::closed: return "closed";
    case EquipmentState::unknown: return "unknown";
  }
  return "unknown";
}

std::string_view word(Grade grade) {
  switch (grade) {
    case Grade::a: return "A";
    case Grade::b: return "B";
    case Grade::c: return "C";
    case Grade::d: return "D";
  }
  return "D";
}

std::string_view word(Cause cause) {
  switch (cause) {
    case Cause::equipment: return "equipment";
    case Cause::accessory: return "accessory";
    case Cause::facility: return "facility";
    case Cause::it: return "it";
    case Cause::user: return "user";
    case Cause::consumable: return "consumable";
    case Cause::third_party: return "third_party";
    case Cause::access: return "access";
    case Cause::unexplained: return "unexplained";
  }
  return "unexplained";
}

std::string_view word(Effect effect) {
  switch (effect) {
    case Effect::down: return "down";
    case Effect::limited: return "limited";
    case Effect::none: return "none";
  }
  return "none";
}

std::string_view word(Subject subject) {
  switch (subject) {
    case Subject::patient: return "patient";
    case Subject::phantom: return "phantom";
    case Subject::unknown: return "unknown";
  }
  return "unknown";
}

std::string_view word(ExamStatus status) {
  switch (status) {
    case ExamStatus::in_progress: return "in_progress";
    case ExamStatus::completed: return "completed";
    case ExamStatus::discontinued: return "discontinued";
  }
  return "in_progress";
}

std::string_view word(Activity activity) {
  switch (activity) {
    case Activity::unknown: return "unknown";
    case Activity::idle: return "idle";
    case Activity::exam: return "exam";
    case Activity::quality_control: return "quality_control";
  }
  return "unknown";
}

template <>
std::optional<EquipmentState> from_word(std::string_view text) {
  return find_word<EquipmentState>(text, equipment_states);
}

template <>
std::optional<Grade> from_word(std::string_view text) {
  static constexpr std::array values{Grade::a, Grade::b, Grade::c, Grade::d};
  return find_word<Grade>(text, values);
}

template <>
std::optional<Cause> from_word(std::string_view text) {
  static constexpr std::array values{Cause::equipment,   Cause::accessory, Cause::facility,
                                     Cause::it,          Cause::user,      Cause::consumable,
                                     Cause::third_party, Cause::access,    Cause::unexplained};
  return find_word<Cause>(text, values);
}

template <>
std::optional<Effect> from_word(std::string_view text) {
  static constexpr std::array values{Effect::down, Effect::limited, Effect::none};
  return find_word<Effect>(text, values);
}

template <>
std::optional<Subject> from_word(std::string_view text) {
  static constexpr std::array values{Subject::patient, Subject::phantom, Subject::unknown};
  return find_word<Subject>(text, values);
}

template <>
std::optional<ExamStatus> from_word(std::string_view text) {
  static constexpr std::array values{ExamStatus::in_progress, ExamStatus::completed, ExamStatus::discontinued};
  return find_word<ExamStatus>(text, values);
}

template <>
std::optional<Activity> from_word(std::string_view text) {
  static constexpr std::array values{Activity::unknown, Activity::idle, Activity::exam, Activity::quality_control};
  return find_word<Activity>(text, values);
}

}  // namespace isocenter
