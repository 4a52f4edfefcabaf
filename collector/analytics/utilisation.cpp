#include "collector/analytics/utilisation.hpp"

namespace isocenter::analytics {

std::optional<double> Utilisation::ratio() const {
  if (scheduled.count() == 0) return std::nullopt;
  return static_cast<double>(running.count()) / static_cast<double>(scheduled.count());
}

Utilisation utilisation(std::span<const collector::StateInterval> intervals, const collector::Calendar& calendar,
                        Period window) {
  Utilisation used{.running = {}, .scheduled = collector::time_within(calendar, window)};
  for (const collector::StateInterval& interval : intervals) {
    if (!interval.exam) continue;
    if (const auto part = overlap(interval.period, window)) used.running += part->length();
  }
  return used;
}

}  // namespace isocenter::analytics
