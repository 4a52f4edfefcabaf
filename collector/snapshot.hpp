#pragma once

#include <optional>
#include <span>

#include "collector/analytics/usual_length.hpp"
#include "collector/state/derive.hpp"
#include "shared/wire/snapshot.hpp"

namespace isocenter::collector {

/// How far back a snapshot's intervals go.
inline constexpr std::chrono::hours snapshot_reach{12};

/// Pure: what a kiosk needs to draw the device at `now`. `intervals`: those of the last 12 hours, oldest first.
/// `declared_until`: the announced end where the device is planned_down.
wire::DeviceSnapshot make_snapshot(const ConfiguredDevice& device, const Derived& derived,
                                   std::span<const StateInterval> intervals,
                                   const std::optional<analytics::UsualLength>& usual,
                                   const std::optional<Instant>& declared_until, Instant now);

/// The exam that is under way; nothing where none is.
const ExamRow* running_exam(const Derived& derived);

}  // namespace isocenter::collector
