#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace isocenter {

/// The eight states of a device, after SEMI E10 (docs/kpi.md). An enumerator is spelled as its word on the wire.
enum class EquipmentState { in_use, ready, limited, quality_control, planned_down, down, closed, unknown };

inline constexpr std::array equipment_states{
    EquipmentState::in_use,       EquipmentState::ready, EquipmentState::limited, EquipmentState::quality_control,
    EquipmentState::planned_down, EquipmentState::down,  EquipmentState::closed,  EquipmentState::unknown};

/// Its place in `equipment_states`.
constexpr std::size_t index_of(EquipmentState state) { return static_cast<std::size_t>(state); }
static_assert(index_of(equipment_states.back()) + 1 == equipment_states.size());

/// How good the evidence is: A an exam, images or the machine's own log; B a person declared it or a check passed;
/// C the device answers, no more; D nobody knows.
enum class Grade { a, b, c, d };

/// Why a device was down or limited: the closed list that faults, reports and contracts share.
enum class Cause { equipment, accessory, facility, it, user, consumable, third_party, access, unexplained };

/// What a fault does to the device.
enum class Effect { down, limited, none };

/// Who lay in the scanner, as the agent decided before it dropped the identity.
enum class Subject { patient, phantom, unknown };

/// How a performed step ended, or that it has not (DICOM PS3.3 C.4.14, Performed Procedure Step Status).
enum class ExamStatus { in_progress, completed, discontinued };

/// What an agent sees a device do.
enum class Activity { unknown, idle, exam, quality_control };

std::string_view word(EquipmentState state);
std::string_view word(Grade grade);  ///< "A" to "D"
std::string_view word(Cause cause);
std::string_view word(Effect effect);
std::string_view word(Subject subject);
std::string_view word(ExamStatus status);
std::string_view word(Activity activity);

/// The value whose word is `text`; nothing where there is none. E.g. from_word<Cause>("facility").
template <typename Enum>
std::optional<Enum> from_word(std::string_view text);

}  // namespace isocenter
