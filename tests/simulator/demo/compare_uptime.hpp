#pragma once

#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "tests/simulator/demo/comparison.hpp"
#include "tests/simulator/demo/folder.hpp"
#include "tests/simulator/truth.hpp"

namespace isocenter::simulator {

/// Halves of a millisecond occur, since `limited` counts one half.
using PreciseMilliseconds = std::chrono::duration<double, std::milli>;

/// What a device's covered and lost time were in truth, and how far the collector may be off where it learns of each
/// change up to so much late or early.
struct TrueUptime {
  PreciseMilliseconds covered{0}, lost{0};
  PreciseMilliseconds covered_slack{0};  ///< `slack` for each edge of unknown or planned time within the period
  PreciseMilliseconds lost_slack{0};     ///< `slack` × what an edge changes of the weight: 1 for down, ½ for limited
};

/// Under the demo's terms: covered all day, `limited` counts one half, planned and unknown time are left out. What
/// lies before a device's first stretch and after its last is unknown. `stretches` are in order of time.
TrueUptime true_uptime(const std::vector<TrueStretch>& stretches, const std::string& device, Period period,
                       Milliseconds slack);

/// Holds the rows of `report uptime` against the true stretches: a line per contract and period in which something
/// was observed, all its devices together, and a line per device that lost time or differs. Where nothing was lost
/// the collector must say exactly so. Periods are whole days of `zone`; one that has not ended counts as far as the
/// rows' parts go: the same for all devices, and not ending more than `slack` before the last change.
std::vector<Comparison> compare_uptime(const nlohmann::json& rows, const std::vector<DemoContract>& contracts,
                                       const std::vector<TrueStretch>& stretches, const std::string& zone,
                                       Milliseconds slack);

}  // namespace isocenter::simulator
