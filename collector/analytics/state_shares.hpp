#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "collector/state/derive.hpp"

namespace isocenter::analytics {

/// How long a device was in each state, in the order of `equipment_states`.
using TimeInStates = std::array<Milliseconds, equipment_states.size()>;

/// The state an interval counts as: `closed` that nobody observed (grade D) is `unknown`.
EquipmentState counted_as(const collector::StateInterval& interval);

/// The time in each state within `window`; the times add up to it exactly. What no interval covers is `unknown`.
/// `intervals` are of one device and do not overlap.
TimeInStates time_in_states(std::span<const collector::StateInterval> intervals, Period window);

/// `parts` (none negative) as shares of their sum in units of 1/`whole`, which add up to `whole` exactly: rounded down,
/// and what is left over goes to the largest remainders, of equal ones to the earlier (Hamilton's method). All zero
/// where the sum is. With `whole` the window's length in seconds these are whole seconds in each state.
std::array<std::int64_t, equipment_states.size()> shares(const TimeInStates& parts, std::int64_t whole);

}  // namespace isocenter::analytics
