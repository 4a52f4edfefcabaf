#pragma once

#include <algorithm>
#include <string_view>

namespace isocenter {

/// DICOM pads values with spaces and NULs.
inline constexpr std::string_view dicom_padding{" \0", 2};
inline constexpr std::string_view white_space{" \t\n\v\f\r\0", 7};

/// `text` without those of `padding` at both ends.
constexpr std::string_view trimmed(std::string_view text, std::string_view padding = dicom_padding) {
  const auto first = std::min(text.find_first_not_of(padding), text.size());
  const auto last = text.find_last_not_of(padding);
  return last == text.npos ? std::string_view{} : text.substr(first, last - first + 1);
}

}  // namespace isocenter
