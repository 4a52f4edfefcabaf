#pragma once

#include <array>
#include <cstdint>

#include "shared/core/equipment_state.hpp"
#include "shared/core/time.hpp"

namespace isocenter::analytics {

/// How long a device was in each state, in the order of `equipment_states`.
using TimeInStates = std::array<Milliseconds, equipment_states.size()>;

/// The state an interval counts as, and is exported as: `closed` that nobody observed (grade D) is `unknown`.
EquipmentState counted_as(EquipmentState state, Grade grade);

/// The time of one device in each state within a window.
class StateTimes {
 public:
  explicit StateTimes(Period window) : window_{window}, uncovered_{window.length()} {}

  /// Counts what of `period` lies in the window. Periods do not overlap.
  void add(EquipmentState state, Period period);

  /// Adds up to the window exactly: what no period covered is `unknown`.
  TimeInStates times() const;

 private:
  Period window_;
  Milliseconds uncovered_;
  TimeInStates times_{};
};

/// `parts` (none negative) as shares of their sum in units of 1/`whole`, which add up to `whole` exactly: rounded down,
/// and what is left over goes to the largest remainders, of equal ones to the earlier (Hamilton's method). All zero
/// where the sum is. With `whole` the window's length in seconds these are whole seconds in each state.
std::array<std::int64_t, equipment_states.size()> shares(const TimeInStates& parts, std::int64_t whole);

}  // namespace isocenter::analytics
