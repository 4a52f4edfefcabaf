#pragma once

#include <vector>

#include "collector/contract/contract.hpp"
#include "tests/truth/department.hpp"
#include "tests/truth/script.hpp"

/// What of the truth could be known, and what a contract makes of it: worked out from the script, stretch by stretch,
/// with nothing of the collector but the words.
namespace isocenter::truth {

struct Stretch {
  Period when;
  EquipmentState state = EquipmentState::unknown;
  Cause cause = Cause::unexplained;
};

/// Makes the last one longer where `next`, which touches it, says the same.
void append(std::vector<Stretch>& stretches, const Stretch& next);

/// From the script's begin to its end and beyond, without gaps; neighbours differ.
std::vector<Stretch> expected_states(const DeviceScript& script, const Knowable& knowable, Period when);

/// With what the biomed says at the page about it.
std::vector<Stretch> read_as_corrected(const std::vector<Stretch>& states, const DeviceScript& script);

/// A row of `report uptime`, as text.
struct ExpectedRow {
  std::string period_from, period_to;
  std::string covered_ms, lost_ms, planned_ms, unknown_ms, excluded_ms, uptime_percent, worst_percent, best_percent;
};

std::vector<ExpectedRow> expected_rows(const contract::Contract& contract, const DeviceScript& script,
                                       const std::vector<Stretch>& states);

}  // namespace isocenter::truth
