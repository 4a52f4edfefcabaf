#pragma once

#include <cstdint>

#include "shared/core/digest.hpp"

namespace isocenter::outbox {

/// What the node knows of one of its epochs. Numbers up to `acknowledged` are the collector's.
struct HeldEpoch {
  Epoch epoch;
  std::uint64_t acknowledged = 0;
  std::uint64_t last = 0;
  Digest digest;  ///< at `last`
  bool operator==(const HeldEpoch&) const = default;
};

}  // namespace isocenter::outbox
