#pragma once

#include <vector>

#include "shared/core/equipment_state.hpp"
#include "shared/core/time.hpp"

namespace isocenter::kiosk {

/// A stretch of a room's day as a timeline draws it.
struct StripBlock {
  EquipmentState state = EquipmentState::unknown;
  Period period{};
  bool running = false;  ///< still so: drawn full, what is over recedes
  bool operator==(const StripBlock&) const = default;
};

/// A timeline: what happened in `window`, up to `known`. Blocks are oldest first and do not overlap.
struct Strip {
  Period window{};
  Instant now{};
  Instant known{};  ///< nothing is known after it; equal to `now` while all is confirmed
  std::vector<StripBlock> blocks{};
  std::vector<Instant> grid{};            ///< lines of the grid: full local hours, or minutes of a short window
  std::optional<Instant> expected_end{};  ///< of the running exam: drawn as an outline right of now
  bool operator==(const Strip&) const = default;
};

}  // namespace isocenter::kiosk
