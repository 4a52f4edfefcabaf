#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "shared/core/digest.hpp"

namespace isocenter::collector {

/// The 16 bytes of a BLOB column; of a shorter one what there is.
template <typename Kind>
Hex128<Kind> hex128_of(std::span<const std::uint8_t> blob) {
  Hex128<Kind> value;
  std::copy_n(blob.begin(), std::min(blob.size(), value.bytes.size()), value.bytes.begin());
  return value;
}

}  // namespace isocenter::collector
