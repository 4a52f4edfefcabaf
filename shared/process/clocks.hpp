#pragma once

#include <chrono>

#include "shared/core/time.hpp"

namespace isocenter::process {

/// All clocks of this machine, read at one moment.
struct ClockReading {
  Instant wall;
  std::chrono::steady_clock::time_point monotonic;  ///< for time-outs: stands still while the machine sleeps
  std::chrono::nanoseconds since_boot{0};           ///< CLOCK_BOOTTIME: runs on while the machine sleeps
  /// CLOCK_MONOTONIC_RAW plus the time spent asleep: like `since_boot`, but nobody slews it.
  std::chrono::nanoseconds undisciplined{0};
  bool synchronised = false;  ///< the kernel says that something keeps the wall clock right
};

ClockReading read_clocks();

}  // namespace isocenter::process
