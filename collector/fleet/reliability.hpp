#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "shared/core/time.hpp"

namespace isocenter::fleet {

/// Failures of a device over some time, and how long its repairs took.
struct Reliability {
  std::int64_t failures = 0;
  /// Time at risk ÷ failures, and its 95 % interval, failures being taken for a Poisson process: chi-square bounds of
  /// Garwood, Fiducial limits for the Poisson distribution, Biometrika 28 (1936). Without a failure nothing.
  std::optional<Milliseconds> mtbf, mtbf_low, mtbf_high;
  std::optional<Milliseconds> repair_p50, repair_p90;  ///< nearest rank
  std::size_t repairs = 0;
};

/// `at_risk`: the time in which failures were counted. `repairs`: from report to repair, in any order.
Reliability reliability(Milliseconds at_risk, std::int64_t failures, std::vector<Milliseconds> repairs);

}  // namespace isocenter::fleet
