#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "shared/core/time.hpp"

namespace isocenter::collector {

/// How long exams of one procedure usually take on a device: over those completed last, at most 50, nothing under 10.
struct UsualLengths {
  Milliseconds p50{0};
  Milliseconds p90{0};
  std::uint64_t n = 0;
};

/// Nearest-rank percentiles (the smallest value that at least that share of the values does not exceed).
std::optional<UsualLengths> usual_lengths(std::vector<Milliseconds> lengths);

}  // namespace isocenter::collector
