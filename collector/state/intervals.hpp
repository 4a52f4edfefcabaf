#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "collector/state/facts.hpp"

namespace isocenter::collector {

/// The device's state at every instant of `window`, which ends at `facts.now`: one interval after the other without
/// gap, the last one open. Nothing for an empty window.
std::vector<StateInterval> work_out_intervals(const DeviceName& device, const Facts& facts, Period window);

/// The proof that still holds right before `instant`: the best, and of equal ones the latest, since the device was last
/// anything but ready or in use.
std::optional<Proof> proof_before(const Facts& facts, Instant instant);

}  // namespace isocenter::collector
