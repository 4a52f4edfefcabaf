#pragma once

#include <filesystem>

#include "shared/core/time.hpp"

namespace isocenter::bench {

/// Leaves for each device which events before `horizon` still matter, as a collector does now and then: it goes on from
/// there without reading all there ever was. What matters of a device's own is sought in the thirty days
/// before.
void leave_horizons(const std::filesystem::path& store, Instant horizon);

}  // namespace isocenter::bench
