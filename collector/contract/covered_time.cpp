#include "collector/contract/covered_time.hpp"

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>
#include <fmt/format.h>

#include <algorithm>

#include "collector/state/calendar.hpp"

namespace isocenter::contract {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

cctz::civil_day civil(LocalDate day) {
  const auto month = static_cast<unsigned>(day.month()), in_month = static_cast<unsigned>(day.day());
  return cctz::civil_day{static_cast<int>(day.year()), month, in_month};
}

LocalDate date_of(Instant instant, const cctz::time_zone& zone) {
  const cctz::civil_day day{cctz::convert(std::chrono::floor<cctz::seconds>(instant), zone)};
  return LocalDate{std::chrono::year{static_cast<int>(day.year())},
                   std::chrono::month{static_cast<unsigned>(day.month())},
                   std::chrono::day{static_cast<unsigned>(day.day())}};
}

/// Where the local date may change: every midnight, in each of its readings where the clock was set over it.
void add_midnights(const cctz::time_zone& zone, LocalDate day, std::vector<Instant>& edges) {
  const auto midnight = zone.lookup(cctz::civil_second{civil(day)});
  edges.push_back(midnight.pre);
  edges.push_back(midnight.trans);
  edges.push_back(midnight.post);
}

}  // namespace

LocalDate day_of(const std::string& zone, Instant instant) {
  cctz::time_zone known;
  cctz::load_time_zone(zone, &known);
  return date_of(instant, known);
}

Instant begin_of_day(const std::string& zone, LocalDate day) {
  cctz::time_zone known;
  cctz::load_time_zone(zone, &known);
  const auto midnight = known.lookup(cctz::civil_second{civil(day)});
  return midnight.kind == cctz::time_zone::civil_lookup::SKIPPED ? midnight.trans : midnight.pre;
}

Instant end_of_day(const std::string& zone, LocalDate day) {
  cctz::time_zone known;
  cctz::load_time_zone(zone, &known);
  const auto midnight = known.lookup(cctz::civil_second{civil(day) + 1});
  if (midnight.kind == cctz::time_zone::civil_lookup::SKIPPED) return midnight.trans;
  return date_of(midnight.trans, known) == day ? midnight.post : midnight.pre;
}

Result<std::vector<CoveredPiece>> covered_time(const Contract& contract) {
  cctz::time_zone zone;
  if (!cctz::load_time_zone(contract.zone, &zone)) {
    return fail(
        ErrorKind::unavailable, "zone",
        fmt::format("\"{}\" is not known on this machine; use an IANA name such as America/New_York", contract.zone));
  }
  // A date may begin before its midnight's first reading where the clock is set back over it: a day on either side.
  const Period window{begin_of_day(contract.zone, sys_days{contract.starts} - days{1}),
                      begin_of_day(contract.zone, sys_days{contract.ends} + days{2})};
  const collector::Calendar spans{contract.zone, contract.covered};
  std::vector<Instant> edges = spans.changes(window);
  for (sys_days day = sys_days{contract.starts} - days{1}; day <= sys_days{contract.ends} + days{2}; day += days{1}) {
    add_midnights(zone, day, edges);
  }
  edges.push_back(window.to);
  std::sort(edges.begin(), edges.end());

  std::vector<CoveredPiece> pieces;
  Instant from = window.from;
  for (const Instant edge : edges) {
    if (edge <= from || edge > window.to) continue;
    const LocalDate day = date_of(from, zone);
    const bool is_within = contract.starts <= day && day <= contract.ends && !contract.holidays.contains(day);
    if (is_within && spans.within(from)) {
      if (!pieces.empty() && pieces.back().when.to == from && pieces.back().day == day) {
        pieces.back().when.to = edge;
      } else {
        pieces.push_back({{from, edge}, day});
      }
    }
    from = edge;
  }
  return pieces;
}

}  // namespace isocenter::contract
