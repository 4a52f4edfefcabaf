#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collector/state/configurations.hpp"
#include "collector/state/said_rows.hpp"

namespace isocenter::collector {

/// What the node that may observe the device last saw of it (device.observed). A device that went silent was seen until
/// its last answer (`since`). Where another node takes over, nothing is known until it has said something.
class Answers {
 public:
  /// From `from` until the next answer.
  struct Answer {
    Instant from;
    std::optional<bool> reachable;  ///< nothing: not seen yet
    Activity activity = Activity::unknown;
    std::string reason;
    const LogRow* row = nullptr;    ///< null where not seen yet
    const LogRow* first = nullptr;  ///< since when it is (or is not) reachable without a break
    bool new_observer = false;      ///< another node than before, or none, may observe from here on
  };

  Answers(const Rows& said, const Configurations& configurations);

  const Answer& at(Instant instant) const;
  /// By time; the first lasts from ever.
  const std::vector<Answer>& all() const { return all_; }
  /// Starts of the workstation, which end whatever exam was open on it.
  const std::vector<Instant>& workstation_starts() const { return workstation_starts_; }

 private:
  void take_over(Instant from);
  void take(const LogRow* row, const DeviceObserved& seen);

  std::vector<Answer> all_;
  std::vector<Instant> workstation_starts_;
};

}  // namespace isocenter::collector
