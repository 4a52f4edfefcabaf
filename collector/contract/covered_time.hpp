#pragma once

#include <vector>

#include "collector/contract/contract.hpp"
#include "shared/core/time.hpp"

namespace isocenter::contract {

/// Covered time without a break, within one local day.
struct CoveredPiece {
  Period when;
  LocalDate day;
  bool operator==(const CoveredPiece&) const = default;
};

/// All that the contract covers, by time: instants whose local wall time lies in a span and whose local date lies in
/// `starts` … `ends` and is no holiday. What daylight saving skips covers nothing, what it repeats counts twice.
/// ErrorKind::unavailable where the machine does not know the zone.
Result<std::vector<CoveredPiece>> covered_time(const Contract& contract);

/// The local date. Pre: the machine knows the zone.
LocalDate day_of(const std::string& zone, Instant instant);
/// When the local day begins. Pre: the machine knows the zone.
Instant begin_of_day(const std::string& zone, LocalDate day);
/// After the last instant of that date: later than the next day's begin where the clock is set back over midnight.
Instant end_of_day(const std::string& zone, LocalDate day);

}  // namespace isocenter::contract
