#pragma once

#include <cstdint>
#include <filesystem>

#include "collector/contract/contract.hpp"
#include "collector/report/request.hpp"
#include "tests/bench/mix.hpp"

namespace isocenter::bench {

/// A department whose past is made up, day by day.
struct PastDepartment {
  int years = 5;
  Department rooms{.nodes = 8, .devices = 40};
  Instant until;  ///< the last commit
};

struct PastCounts {
  std::int64_t events = 0, intervals = 0;
};

/// Makes the store that a collector would have after so many years: of each device and day some 270 events (194
/// readings, 40 observations, 23 exams on each but Sundays) and 41 intervals; in a year some 23 outages of half an hour
/// to nine hours, each a fault with its whole life, 10 limitations, 12 silences of its node and 4 planned works. The
/// same for the same arguments.
PastCounts make_past(const std::filesystem::path& store, const PastDepartment& department);

/// What its collector is configured with.
report::Site site_of(const PastDepartment& department);
/// Eight, of five devices each: by the year, the quarter and the month.
std::vector<contract::Contract> contracts_of(const PastDepartment& department);

}  // namespace isocenter::bench
