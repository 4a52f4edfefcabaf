#pragma once

#include <optional>
#include <span>

#include "collector/state/calendar.hpp"
#include "collector/state/derive.hpp"

namespace isocenter::analytics {

/// How much of its operating time a device was used.
struct Utilisation {
  Milliseconds running{0};    ///< an exam ran, also beside a limitation, also outside the hours
  Milliseconds scheduled{0};  ///< the operating hours; all of the window where there are none
  /// running ÷ scheduled: over 1 where the room worked longer than its hours. Nothing where nothing was scheduled.
  std::optional<double> ratio() const;
  bool operator==(const Utilisation&) const = default;
};

/// Within `window`. `intervals` are of one device and do not overlap; `calendar` held all the while.
Utilisation utilisation(std::span<const collector::StateInterval> intervals, const collector::Calendar& calendar,
                        Period window);

}  // namespace isocenter::analytics
