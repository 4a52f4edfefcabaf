#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collector/contract/contract.hpp"
#include "shared/core/time.hpp"

namespace isocenter::contract {

/// A stretch of a device's time in one state, as the log or a file has it.
struct StateTime {
  Period when;
  EquipmentState state = EquipmentState::unknown;
  std::optional<Cause> cause{};  ///< of down and limited; none is `unexplained`
  bool operator==(const StateTime&) const = default;
};

/// Of a fault's life what contracts ask for.
struct FaultLife {
  Instant reported;
  std::optional<Instant> called, released, closed;
};

/// What a stretch is under a contract's terms.
enum class Reckoning { up, limited, down, planned, unknown, excluded };

/// Why it is not simply what was told: part of an outage under the minimum, not yet reported to the vendor, or repaired
/// and not yet released.
enum class Because { told, too_short, before_call, until_release };

std::string_view word(Because because);  ///< empty for told

struct ReckonedTime {
  Period when;
  Reckoning as = Reckoning::up;
  std::size_t of = 0;  ///< which of the times it comes from; until the release it lies beyond that
  Because because = Because::told;
  bool operator==(const ReckonedTime&) const = default;
};

/// Takes outages shorter than the contract's minimum for ready, causes it excludes out, and begins and ends outages
/// where it says. An outage is a stretch of touching `down` intervals of whatever cause, measured whole.
/// `times`: by time, none overlapping. What no interval covers stays out; it is `unknown`.
std::vector<ReckonedTime> reckon(const Contract& contract, const std::vector<StateTime>& times,
                                 const std::vector<FaultLife>& faults);

/// What it is by its state and cause alone.
Reckoning reckon_alone(const Contract& contract, const StateTime& time);

}  // namespace isocenter::contract
