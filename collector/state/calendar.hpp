#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/core/event.hpp"

namespace isocenter::collector {

/// A room's operating hours in its zone. An instant lies within them when its local wall time does: what daylight
/// saving skips covers nothing, what it repeats counts twice.
class Calendar {
 public:
  /// Without hours: always within.
  Calendar() = default;
  /// `zone` is IANA; where the machine does not know it, nobody can tell the hours, and it is always within.
  Calendar(const std::string& zone, const std::vector<LocalSpan>& hours);

  bool has_hours() const { return rules_ != nullptr; }
  bool within(Instant instant) const;
  /// The instants of `period` at which `within` changes, rising.
  std::vector<Instant> changes(Period period) const;
  /// The first of them at or after `instant`; nothing where the week has none.
  std::optional<Instant> next_change(Instant instant) const;

 private:
  struct Rules;
  std::shared_ptr<const Rules> rules_;
};

/// How much of `period` lies within the hours.
Milliseconds time_within(const Calendar& calendar, Period period);

}  // namespace isocenter::collector
