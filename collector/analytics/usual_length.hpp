#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "shared/core/time.hpp"

namespace isocenter::analytics {

/// The smallest of `sorted` (rising, not empty) that at least `percent` (1 to 100) of a hundred of them do not exceed.
/// The nearest-rank percentile: definition 1 of Hyndman and Fan, Sample Quantiles in Statistical Packages, The American
/// Statistician 50 (1996), 361-365.
Milliseconds nearest_rank(std::span<const Milliseconds> sorted, std::size_t percent);

/// How long exams of one procedure usually take on a device.
struct UsualLength {
  Milliseconds p50{0};
  Milliseconds p90{0};
  std::uint64_t n = 0;  ///< how many it was worked out from
  bool operator==(const UsualLength&) const = default;
};

inline constexpr std::size_t most_lengths = 50;
inline constexpr std::size_t fewest_lengths = 10;

/// Over the first 50 of `lengths`, which are of completed exams, the last completed first; nothing under 10.
std::optional<UsualLength> usual_length(std::vector<Milliseconds> lengths);

}  // namespace isocenter::analytics
