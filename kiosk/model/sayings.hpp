#pragma once

#include <string>
#include <string_view>

#include "kiosk/text/words.hpp"
#include "shared/core/equipment_state.hpp"
#include "shared/core/time.hpp"
#include "shared/wire/snapshot.hpp"

/// What the screens share in words and figures.
namespace isocenter::kiosk {

std::string state_word(const Words& words, EquipmentState state);    ///< "In use"
std::string state_inside(const Words& words, EquipmentState state);  ///< "in use", inside a sentence
std::string chip_word(const Words& words, EquipmentState state, long rooms);

/// What the department calls a DICOM modality: "Ultrasound"; the code itself where we have no word.
std::string modality_word(const Words& words, std::string_view modality);

/// Why, in the department's words; `code` is what the machine's log called it, where we have no word for that.
struct Why {
  std::string text{};
  std::string code{};
  bool operator==(const Why&) const = default;
};
Why why_of_fault(const Words& words, std::string_view code, Cause cause);
Why why_of_state(const Words& words, const wire::DeviceSnapshot& snapshot);

/// "Chiller alarm": what somebody said of it more closely; empty where nobody did.
std::string note_text(const Words& words, std::string_view note);

/// Why nobody observes a room, from the reason of its `unknown` state (docs/kpi.md).
std::string why_not_observed(const Words& words, std::string_view reason);

/// "Limited: coil or accessory", or the state's word alone.
std::string state_and_why(const Words& words, EquipmentState state, const Why& why);

std::string clock_text(Milliseconds elapsed);                       ///< "6:18", "1:02:03"; never below 0:00
std::string length_text(const Words& words, Milliseconds elapsed);  ///< "12 min", "2 h 10", "3 days"

/// The usual length of the running exam; nothing where too few have been seen.
struct Usual {
  Milliseconds p50{};
  Milliseconds p90{};
  long n = 0;
};
std::optional<Usual> usual_of(const std::optional<wire::DeviceSnapshot::Exam>& exam);
std::string usual_range(const Words& words, const Usual& usual);  ///< "9 to 14 min", "9 min"

/// Of a bar on which the 90th percentile stands at four fifths.
struct UsualProgress {
  double done = 0;
  double p50 = 0;
  double p90 = 0.8;
  bool late = false;
};
UsualProgress usual_progress(const Usual& usual, Milliseconds elapsed);
/// "7 min over usual"; empty before the first whole minute.
std::string over_usual(const Words& words, const Usual& usual, Milliseconds elapsed);

}  // namespace isocenter::kiosk
