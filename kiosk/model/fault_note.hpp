#pragma once

#include <string_view>
#include <vector>

#include "kiosk/text/words.hpp"

namespace isocenter::kiosk {

/// A closer word for a fault that was reported. It travels in `fault.noted`; labels are message ids.
struct FaultNote {
  std::string_view category;  ///< of `FaultCategory`
  std::string_view word;
  const char* label;
  std::string_view only = "";  ///< DICOM codes of the modalities that have such a thing; empty: all
};

/// At most eight, in the order of the screen.
std::vector<FaultNote> fault_notes(std::string_view category, std::string_view modality);

/// Nothing where there is no such word.
const FaultNote* find_note(std::string_view word);

}  // namespace isocenter::kiosk
