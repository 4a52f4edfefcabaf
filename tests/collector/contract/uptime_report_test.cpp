#include "collector/report/uptime.hpp"

#include <gtest/gtest.h>

#include "tests/collector/contract/contract_case.hpp"
#include "tests/collector/report/sample_database.hpp"

namespace isocenter::contract::testing {
namespace {

using report::at;
using report::DeviceHistory;

report::Report report_of(const report::UptimeRequest& request, const DeviceHistory& history = {}) {
  report::CollectRows collected;
  const auto written = report::write_uptime(
      request, [&](const DeviceName&) { return history; }, collected);
  EXPECT_TRUE(written) << to_string(written.error());
  return collected.report;
}

std::vector<std::string> texts_of(const report::Row& row) {
  std::vector<std::string> texts;
  for (const report::Cell& cell : row) texts.push_back(report::to_text(cell));
  return texts;
}

std::vector<std::string> row_texts(const report::Report& report) {
  std::vector<std::string> texts;
  for (const report::Row& row : report.rows) texts.push_back(row_text(row));
  return texts;
}

/// Everything is up and nothing known: C is what is covered.
Contract summer(const std::string& more = "") {
  return contract_of("starts = 2026-06-15\nends = 2026-08-31\nunknown = \"up\"\n" + more);
}

LocalDate date(int year, unsigned month, unsigned day) { return std::chrono::year{year} / month / day; }

TEST(UptimeReport, HasTheColumnsAndFormsThatAreDocumented) {
  const Contract contract = contract_of(
      "limited_weight = 0.3333\nguaranteed_percent = 97.5\n"
      "credit = [ { below_percent = 100.0, credit_percent = 1.0 } ]");
  DeviceHistory history;
  history.times = {{{at("2026-06-01T00:00:00Z"), at("2026-06-01T10:00:00Z")}, EquipmentState::ready},
                   {{at("2026-06-01T10:00:00Z"), at("2026-06-01T10:00:01Z")}, EquipmentState::limited},
                   {{at("2026-06-01T10:00:01Z"), at("2026-06-02T00:00:00Z")}, EquipmentState::ready}};
  const auto report = report_of({.contracts = {contract}, .from = {}, .to = {}, .known_until = {}}, history);
  EXPECT_EQ(report.columns,
            (std::vector<std::string>{"contract", "device", "period_from", "period_to", "covered_ms", "lost_ms",
                                      "planned_ms", "unknown_ms", "excluded_ms", "uptime_percent", "worst_percent",
                                      "best_percent", "guaranteed_percent", "margin_ms", "credit", "currency"}));
  ASSERT_EQ(report.rows.size(), 1u);
  // 1000 ms × 0.3333 = 333.3 ms; 36 000 000 ms × 2.5 % = 900 000 ms; 1 − 333.3/36 000 000 = 0.99999074….
  EXPECT_EQ(texts_of(report.rows[0]),
            (std::vector<std::string>{"mr-2026", "mr1", "2026-06-01", "2026-06-01", "36000000", "333.3", "0", "0", "0",
                                      "99.999074", "99.999074", "99.999074", "97.500000", "899666.7", "1.00", "USD"}));
}

TEST(UptimeReport, LeavesTheGuaranteeEmptyUnderAnAllowance) {
  const auto report =
      report_of({.contracts = {contract_of("allowed_lost_hours = 2.0")}, .from = {}, .to = {}, .known_until = {}});
  EXPECT_EQ(texts_of(report.rows.at(0)),
            (std::vector<std::string>{"mr-2026", "mr1", "2026-06-01", "2026-06-01", "0", "0", "0", "36000000", "0", "",
                                      "0.000000", "100.000000", "", "", "0.00", "USD"}));
}

TEST(UptimeReport, TellsEveryPeriodThatFromAndToTouchUncut) {
  const std::string june = "2026-06-15/2026-06-30 C=160h U=160h 100.000000 (0.000000..100.000000) margin=16h";
  const std::string july = "2026-07-01/2026-07-31 C=310h U=310h 100.000000 (0.000000..100.000000) margin=31h";
  const std::string august = "2026-08-01/2026-08-31 C=310h U=310h 100.000000 (0.000000..100.000000) margin=31h";
  using Days = std::optional<LocalDate>;
  const auto rows = [&](Days from, Days to) {
    return row_texts(report_of({.contracts = {summer()}, .from = from, .to = to, .known_until = {}}));
  };
  using Rows = std::vector<std::string>;
  EXPECT_EQ(rows({}, {}), (Rows{june, july, august}));
  EXPECT_EQ(rows(date(2026, 7, 31), {}), (Rows{july, august}));
  EXPECT_EQ(rows({}, date(2026, 7, 1)), (Rows{june, july}));
  EXPECT_EQ(rows(date(2026, 6, 30), date(2026, 7, 1)), (Rows{june, july}));
  EXPECT_EQ(rows(date(2026, 7, 15), date(2026, 7, 15)), (Rows{july}));
  EXPECT_EQ(rows({}, date(2026, 6, 14)), Rows{});
  EXPECT_EQ(rows(date(2026, 9, 1), {}), Rows{});
}

TEST(UptimeReport, CountsAPeriodThatHasNotEndedAsFarAsItIsKnown) {
  const auto rows = [&](const std::string& known_until) {
    return row_texts(report_of({.contracts = {summer()}, .from = {}, .to = {}, .known_until = at(known_until)}));
  };
  using Rows = std::vector<std::string>;
  const std::string june = "2026-06-15/2026-06-30 C=160h U=160h 100.000000 (0.000000..100.000000) margin=16h";
  // 1 July whole, 2 July 08:00-12:30: 14 h 30 min; August has not begun.
  EXPECT_EQ(rows("2026-07-02T12:30:00Z"),
            (Rows{june, "2026-07-01/2026-07-31 C=14h30m U=14h30m 100.000000 (0.000000..100.000000) credit=none"}));
  EXPECT_EQ(rows("2026-07-01T00:00:00Z"), (Rows{june})) << "ended to the millisecond";
  EXPECT_EQ(rows("2026-06-30T23:59:59.999Z"),
            (Rows{"2026-06-15/2026-06-30 C=160h U=160h 100.000000 (0.000000..100.000000) credit=none"}));
  EXPECT_EQ(rows("2026-06-15T00:00:00Z"), Rows{});
  // Begun, but not a covered minute yet.
  EXPECT_EQ(rows("2026-06-15T07:00:00Z"), (Rows{"2026-06-15/2026-06-30 C=0 none credit=none"}));
}

TEST(UptimeReport, EndsAPeriodByTheContractsZone) {
  const auto rows = [&](const std::string& known_until) {
    return row_texts(report_of({.contracts = {contract_of("zone = \"America/New_York\"\nunknown = \"up\"")},
                                .from = {},
                                .to = {},
                                .known_until = at(known_until)}));
  };
  const std::string whole = "2026-06-01/2026-06-01 C=10h U=10h 100.000000 (0.000000..100.000000) ";
  EXPECT_EQ(rows("2026-06-02T03:59:59Z"), (std::vector<std::string>{whole + "credit=none"}));
  EXPECT_EQ(rows("2026-06-02T04:00:00Z"), (std::vector<std::string>{whole + "margin=1h"}));
}

TEST(UptimeReport, EndsAPeriodWhoseDateCameBackWithItsLastMinute) {
  // St. John's, 00:01 of 7 November 2010 became 23:01 of the 6th: midnight first at 02:30Z, and for good at 03:30Z.
  const auto rows = [&](const std::string& known_until) {
    return row_texts(
        report_of({.contracts = {contract_of("zone = \"America/St_Johns\"\nstarts = 2010-11-06\nends = 2010-11-06\n"
                                             "daily = [\"23:00-24:00\"]\nunknown = \"up\"")},
                   .from = {},
                   .to = {},
                   .known_until = at(known_until)}));
  };
  // 23:00-24:00, then 23:01-23:31.
  EXPECT_EQ(rows("2010-11-07T03:01:00Z"),
            (std::vector<std::string>{"2010-11-06/2010-11-06 C=1h30m U=1h30m 100.000000 (0.000000..100.000000) "
                                      "credit=none"}));
  EXPECT_EQ(rows("2010-11-07T03:30:00Z"),
            (std::vector<std::string>{"2010-11-06/2010-11-06 C=1h59m U=1h59m 100.000000 (0.000000..100.000000) "
                                      "margin=11m54s"}));
}

TEST(UptimeReport, TellsContractsInTheirOrder) {
  Contract second = contract_of("unknown = \"up\"\nname = \"b\"\ndevices = [\"mr2\", \"mr1\"]");
  Contract first = contract_of("unknown = \"up\"\nname = \"z\"");
  const auto report = report_of({.contracts = {first, second}, .from = {}, .to = {}, .known_until = {}});
  std::vector<std::string> names;
  for (const report::Row& row : report.rows) names.push_back(report::to_text(row[0]) + " " + report::to_text(row[1]));
  EXPECT_EQ(names, (std::vector<std::string>{"z mr1", "b mr2", "b mr1"}));
}

TEST(UptimeHistory, ReadsIntervalsAndFaultsOfOneDevice) {
  report::SampleDatabase sample;
  sample.interval("mr1", "closed", "2026-06-01T00:00:00Z", "2026-06-01T04:00:00Z", "C");
  sample.interval("mr1", "closed", "2026-06-01T04:00:00Z", "2026-06-01T06:00:00Z", "D");
  sample.interval("mr1", "down", "2026-06-01T06:00:00Z", "2026-06-01T09:00:00Z", "B");
  sample.interval("mr1", "ready", "2026-06-01T09:00:00Z", std::nullopt);
  sample.interval("ct1", "down", "2026-06-01T00:00:00Z", std::nullopt);
  auto reader = sample.reader();
  const auto mr1 = DeviceName::parse("mr1").value();
  const auto until = [&](const std::string& text) { return report::read_history(mr1, at(text), reader).times; };
  const StateTime closed{{at("2026-06-01T00:00:00Z"), at("2026-06-01T04:00:00Z")}, EquipmentState::closed};
  const StateTime unseen{{at("2026-06-01T04:00:00Z"), at("2026-06-01T06:00:00Z")}, EquipmentState::unknown};
  const StateTime down{
      {at("2026-06-01T06:00:00Z"), at("2026-06-01T09:00:00Z")}, EquipmentState::down, Cause::equipment};
  EXPECT_EQ(
      until("2026-06-01T10:00:00Z"),
      (std::vector<StateTime>{
          closed, unseen, down, {{at("2026-06-01T09:00:00Z"), at("2026-06-01T10:00:00Z")}, EquipmentState::ready}}));
  EXPECT_EQ(until("2026-06-01T08:00:00Z"),
            (std::vector<StateTime>{
                closed,
                unseen,
                {{at("2026-06-01T06:00:00Z"), at("2026-06-01T08:00:00Z")}, EquipmentState::down, Cause::equipment}}));
}

}  // namespace
}  // namespace isocenter::contract::testing
