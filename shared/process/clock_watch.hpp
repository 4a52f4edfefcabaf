#pragma once

#include <deque>
#include <optional>

#include "shared/core/event.hpp"
#include "shared/process/clocks.hpp"

namespace isocenter::process {

/// Pure: tells from the clocks at successive turns of a loop whether the program stood still and whether somebody set
/// the wall clock. The loop turns every second.
class ClockWatch {
 public:
  struct Seen {
    std::optional<NodePaused> paused;  ///< on the wall clock as it ran before: `to` = `from` + what CLOCK_BOOTTIME says
    std::optional<ClockStepped> stepped;  ///< comes after the pause
  };

  Seen observe(const ClockReading& now);

 private:
  struct Offset {
    std::chrono::nanoseconds at;      ///< undisciplined
    std::chrono::nanoseconds offset;  ///< wall clock less undisciplined
  };

  std::optional<NodePaused> find_pause(const ClockReading& now) const;
  std::optional<ClockStepped> find_step(const ClockReading& now);

  std::optional<ClockReading> before_;
  std::deque<Offset> last_minute_;  ///< oldest first, and always at least the reading before
};

}  // namespace isocenter::process
