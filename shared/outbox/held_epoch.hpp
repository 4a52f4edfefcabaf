#pragma once

#include <cstdint>

#include "shared/core/digest.hpp"

namespace isocenter::outbox {

/// What the node holds of one of its epochs. Numbers up to `acknowledged` are the collector's; `oldest` is the first
/// whose row is still here (last + 1 where none is).
struct HeldEpoch {
  Epoch epoch;
  std::uint64_t oldest = 1;
  std::uint64_t acknowledged = 0;
  std::uint64_t last = 0;
  Digest digest;  ///< at `last`
  bool operator==(const HeldEpoch&) const = default;
};

}  // namespace isocenter::outbox
