#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "collector/contract/contract_period.hpp"
#include "collector/contract/interval_file.hpp"
#include "collector/contract/uptime.hpp"
#include "tests/collector/contract/contract_case.hpp"
#include "tests/collector/contract/minute_engine.hpp"
#include "tests/collector/contract/random_contract.hpp"

namespace isocenter::contract::testing {
namespace {

constexpr Milliseconds millisecond{1};
constexpr Milliseconds minute{60'000};

/// All 32 bits from the first case on; `rapidcheck` would begin with small ones.
std::uint32_t seed() { return *rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint32_t>()).as("seed"); }

std::int64_t whole(const report::Row& row, std::size_t column) { return std::get<std::int64_t>(row.at(column)); }

/// What `row` tells of the covered hours, whatever leaves C.
std::int64_t parts_of(const Contract& contract, const report::Row& row) {
  std::int64_t sum = whole(row, 4) + whole(row, 8);
  if (contract.planned_down == PlannedDown::excluded) sum += whole(row, 6);
  if (contract.unknown == UnknownTime::excluded) sum += whole(row, 7);
  return sum;
}

MinuteSums sums_at(const MinuteEngine& engine, const std::map<int, MinuteSums>& all, const ContractPeriod& period) {
  const auto found =
      all.find(engine.number(static_cast<int>(period.from.year()), static_cast<int>(unsigned{period.from.month()})));
  return found == all.end() ? MinuteSums{} : found->second;
}

RC_GTEST_PROP(UptimeProperties, ASecondEngineAgrees, ()) {
  Draw draw{seed()};
  const Contract contract = draw.contract();
  const report::DeviceHistory history{draw.times(contract, minute), draw.faults(contract, minute)};
  const auto rows = rows_of(contract, history);
  const MinuteEngine engine{contract, history.times, history.faults};
  const auto sums = engine.sums();
  const auto periods = periods_of(contract);
  RC_ASSERT(rows.size() == periods.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const MinuteSums expected = sums_at(engine, sums, periods[i]);
    RC_LOG() << row_text(rows[i]) << "\n";
    RC_ASSERT(whole(rows[i], 4) == expected.covered_ms);
    RC_ASSERT(e4_of(rows[i].at(5)) == expected.lost_e4);
    RC_ASSERT(whole(rows[i], 6) == expected.planned_ms);
    RC_ASSERT(whole(rows[i], 7) == expected.unknown_ms);
    RC_ASSERT(whole(rows[i], 8) == expected.excluded_ms);
  }
}

RC_GTEST_PROP(UptimeProperties, PartsAddUpToTheCoveredTimeToTheMillisecond, ()) {
  Draw draw{seed()};
  const Contract contract = draw.contract();
  const report::DeviceHistory history{draw.times(contract, millisecond), draw.faults(contract, millisecond)};
  const auto rows = rows_of(contract, history);
  const MinuteEngine engine{contract, {}, {}};  // spans are of whole minutes, so it knows the covered hours
  const auto sums = engine.sums();
  const auto periods = periods_of(contract);
  const auto pieces = covered_time(contract).value();
  const auto reckoned = reckon(contract, history.times, history.faults);
  RC_ASSERT(rows.size() == periods.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    RC_ASSERT(parts_of(contract, rows[i]) == sums_at(engine, sums, periods[i]).whole_ms);
    RC_ASSERT(tally(pieces, periods[i], reckoned).whole().count() == sums_at(engine, sums, periods[i]).whole_ms);
    RC_ASSERT(e4_of(rows[i].at(5)) <= whole(rows[i], 4) * 10'000);
  }
}

RC_GTEST_PROP(UptimeProperties, SplittingAnIntervalChangesNothing, ()) {
  Draw draw{seed()};
  const Contract contract = draw.contract();
  const report::DeviceHistory history{draw.times(contract, millisecond), draw.faults(contract, millisecond)};
  report::DeviceHistory split{{}, history.faults};
  for (const StateTime& time : history.times) {
    Instant from = time.when.from;
    for (int cuts = draw.from(0, 3); cuts > 0 && time.when.to - from > millisecond; --cuts) {
      const auto room = static_cast<int>((time.when.to - from).count()) - 1;
      const Instant cut = from + Milliseconds{draw.from(1, room)};
      split.times.push_back({{from, cut}, time.state, time.cause});
      from = cut;
    }
    split.times.push_back({{from, time.when.to}, time.state, time.cause});
  }
  RC_ASSERT(rows_of(contract, split) == rows_of(contract, history));
}

RC_GTEST_PROP(UptimeProperties, TheOrderOfLinesChangesNothing, ()) {
  Draw draw{seed()};
  Contract contract = draw.contract();
  contract.outage_starts = OutageStarts::observed;
  contract.outage_ends = OutageEnds::repaired;
  contract.devices.push_back(DeviceName::parse("mr2").value());
  std::vector<std::string> lines;
  std::map<std::string, std::vector<StateTime>> drawn;
  for (const DeviceName& device : contract.devices) {
    drawn[device.text()] = draw.times(contract, millisecond);
    for (const StateTime& time : drawn[device.text()]) {
      lines.push_back(fmt::format("{},{},{},{},{}\r\n", device.text(), word(time.state), format_rfc3339(time.when.from),
                                  format_rfc3339(time.when.to), time.cause ? word(*time.cause) : std::string_view{}));
    }
  }
  draw.shuffle(lines);
  std::string csv = "device,state,from,to,cause\r\n";
  for (const std::string& line : lines) csv += line;
  const auto read = parse_intervals(csv, "lines.csv");
  RC_ASSERT(read.has_value());
  for (const DeviceName& device : contract.devices) {
    const auto found = read->find(device);
    const auto times = found == read->end() ? std::vector<StateTime>{} : found->second;
    RC_ASSERT(times == drawn[device.text()]);
    RC_ASSERT(rows_of(contract, {times, {}}) == rows_of(contract, {drawn[device.text()], {}}));
  }
}

RC_GTEST_PROP(UptimeProperties, LiesBetweenWorstAndBest, ()) {
  Draw draw{seed()};
  const Contract contract = draw.contract();
  const auto reckoned = reckon(contract, draw.times(contract, millisecond), draw.faults(contract, millisecond));
  const auto pieces = covered_time(contract).value();
  for (const ContractPeriod& period : periods_of(contract)) {
    const Uptime uptime = judge(contract, period, tally(pieces, period, reckoned));
    RC_ASSERT(uptime.uptime.has_value() == (uptime.covered.count() > 0));
    RC_ASSERT(uptime.margin_e4.has_value() == uptime.uptime.has_value());
    if (!uptime.uptime) RC_ASSERT(uptime.credit.units == 0);
    if (uptime.uptime) RC_ASSERT(*uptime.worst <= *uptime.uptime && *uptime.uptime <= *uptime.best);
    RC_ASSERT(uptime.credit.units >= 0 && uptime.credit <= contract.annual_price);
  }
}

}  // namespace
}  // namespace isocenter::contract::testing
