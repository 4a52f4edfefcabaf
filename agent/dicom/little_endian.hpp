#pragma once

#include <cstdint>
#include <span>

namespace isocenter::agent {

/// The number that at most four bytes of DICOM's little endian mean.
inline std::uint32_t little_endian(std::span<const std::uint8_t> bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = bytes.size(); i > 0; --i) value = value << 8 | bytes[i - 1];
  return value;
}

}  // namespace isocenter::agent
