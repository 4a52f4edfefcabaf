#include "tests/simulator/demo/compare_uptime.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace isocenter::simulator {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr const char* zone = "America/New_York";
const std::vector<DemoContract> contracts{{"mr-2026", {"mr1", "mr2"}}};

/// Within November 2026 there.
Instant at(int second) { return *parse_rfc3339("2026-11-25T12:00:00.000Z") + second * 1000ms; }

Period november() { return {*parse_rfc3339("2026-11-01T04:00:00.000Z"), *parse_rfc3339("2026-12-01T05:00:00.000Z")}; }

/// mr1: 100 s observed, of which 20 s down and 10 s limited; 10 s of planned work. mr2: 100 s without loss.
std::vector<TrueStretch> day() {
  return {{"mr1", EquipmentState::ready, at(0), at(30)},         {"mr1", EquipmentState::down, at(30), at(50)},
          {"mr1", EquipmentState::ready, at(50), at(60)},        {"mr1", EquipmentState::limited, at(60), at(70)},
          {"mr1", EquipmentState::planned_down, at(70), at(80)}, {"mr1", EquipmentState::in_use, at(80), at(110)},
          {"mr2", EquipmentState::ready, at(0), at(100)}};
}

json row(const std::string& device, int covered_ms, double lost_ms, const std::string& month = "2026-11") {
  // November as far as its 25th, 07:02 there; October whole.
  const std::int64_t whole = month == "2026-11" ? (at(120) - november().from).count() : 31LL * 86'400'000;
  json made{{"contract", "mr-2026"},
            {"device", device},
            {"period_from", month + "-01"},
            {"period_to", month + (month == "2026-11" ? "-30" : "-31")},
            {"covered_ms", covered_ms},
            {"lost_ms", lost_ms},
            {"planned_ms", 0},
            {"unknown_ms", whole - covered_ms},
            {"excluded_ms", 0},
            {"uptime_percent", nullptr}};
  if (covered_ms > 0) made["uptime_percent"] = std::floor(1e8 * (1 - lost_ms / covered_ms)) / 1e6;
  return made;
}

/// As the file and the report name months nobody observed, too.
json right_rows() {
  return json::array(
      {row("mr1", 0, 0, "2026-10"), row("mr1", 100'000, 25'000), row("mr2", 0, 0, "2026-10"), row("mr2", 100'000, 0)});
}

std::vector<Comparison> compare(const json& rows) { return compare_uptime(rows, contracts, day(), zone, 3s); }

bool agrees(const std::vector<Comparison>& lines) {
  return std::all_of(lines.begin(), lines.end(), [](const Comparison& each) { return each.differences.empty(); });
}

TEST(TrueUptime, CountsLimitedByOneHalfAndLeavesPlannedAndUnknownOut) {
  const TrueUptime uptime = true_uptime(day(), "mr1", november(), 3s);
  EXPECT_EQ(uptime.covered, 100s);
  EXPECT_EQ(uptime.lost, 25s);
  EXPECT_EQ(uptime.covered_slack, 12s);  // begin, end, and both edges of the planned work
  EXPECT_EQ(uptime.lost_slack, 9s);      // two edges of down, two of limited at one half
}

TEST(TrueUptime, AllowsNothingLostWhereNothingWasLost) {
  const TrueUptime uptime = true_uptime(day(), "mr2", november(), 3s);
  EXPECT_EQ(uptime.lost, 0s);
  EXPECT_EQ(uptime.lost_slack, 0s);
}

TEST(TrueUptime, CountsWhatLiesInThePeriodAndEdgesNearIt) {
  const TrueUptime uptime = true_uptime(day(), "mr1", {at(40), at(52)}, 3s);
  EXPECT_EQ(uptime.covered, 12s);
  EXPECT_EQ(uptime.lost, 10s);
  EXPECT_EQ(uptime.covered_slack, 0s);
  EXPECT_EQ(uptime.lost_slack, 3s);
}

TEST(TrueUptime, TakesAGapForUnknown) {
  const std::vector<TrueStretch> torn{{"mr1", EquipmentState::down, at(0), at(10)},
                                      {"mr1", EquipmentState::down, at(20), at(30)}};
  const TrueUptime uptime = true_uptime(torn, "mr1", november(), 3s);
  EXPECT_EQ(uptime.covered, 20s);
  EXPECT_EQ(uptime.covered_slack, 12s);
}

TEST(CompareUptime, TellsTheContractAndEachDeviceThatLostTime) {
  const std::vector<Comparison> lines = compare(right_rows());
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_TRUE(agrees(lines));
  EXPECT_EQ(lines[0].figure, "uptime mr-2026, 2026-11: 1 of 2 lost nothing");
  EXPECT_EQ(lines[0].collector, "87.50 %");
  EXPECT_EQ(lines[0].simulator, "87.50 %");
  EXPECT_EQ(lines[1].figure, "  mr1: lost 25.0 s, in truth 25.0 s, within 9.0 s");
  EXPECT_EQ(lines[1].collector, "75.00 %");
}

TEST(CompareUptime, AllowsTheSlackOfTheEdgesAndNoMore) {
  for (const auto& [covered_ms, lost_ms, is_right] : {std::tuple{100'000, 34'000.0, true},
                                                      {100'000, 34'000.5, false},
                                                      {100'000, 16'000.0, true},
                                                      {100'000, 15'999.5, false},
                                                      {112'000, 25'000.0, true},
                                                      {112'001, 25'000.0, false},
                                                      {87'999, 25'000.0, false}}) {
    json rows = right_rows();
    rows[1] = row("mr1", covered_ms, lost_ms);
    EXPECT_EQ(agrees(compare(rows)), is_right) << covered_ms << " " << lost_ms;
  }
}

TEST(CompareUptime, DiffersByAMillisecondLostWhereNothingWas) {
  json rows = right_rows();
  rows[3] = row("mr2", 100'000, 1);
  const std::vector<Comparison> lines = compare(rows);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0].differences, std::vector<std::string>{"mr2"});
  EXPECT_EQ(lines[2].differences,
            std::vector<std::string>{"lost 0.001 s, in truth 0.000 s, which is more than 0.0 s off"});
}

TEST(CompareUptime, DiffersWhereThePercentageDoesNotFollow) {
  json rows = right_rows();
  rows[1]["uptime_percent"] = 75.01;
  EXPECT_FALSE(agrees(compare(rows)));
  rows[1]["uptime_percent"] = nullptr;
  EXPECT_FALSE(agrees(compare(rows)));
}

TEST(CompareUptime, DiffersWhereTheRowsCountToDifferentInstantsOrEndBeforeTheLastChange) {
  json short_row = right_rows();
  short_row[3]["unknown_ms"] = short_row[3]["unknown_ms"].get<std::int64_t>() - 1;
  EXPECT_FALSE(agrees(compare(short_row)));
  json early = right_rows();  // both as at(76) would have it, when mr1's exam of at(80) was not known
  early[1] = row("mr1", 70'000, 25'000);
  early[3] = row("mr2", 76'000, 0);
  for (const std::size_t i : {1u, 3u}) early[i]["unknown_ms"] = early[i]["unknown_ms"].get<std::int64_t>() - 44'000;
  const std::vector<Comparison> lines = compare(early);
  EXPECT_EQ(std::count(lines[0].differences.begin(), lines[0].differences.end(),
                       "it counts to 2026-11-25T12:01:16.000Z, though mr1 changed at 2026-11-25T12:01:20.000Z"),
            1);
}

TEST(CompareUptime, DiffersWhereARowIsMissingTwiceThereOrOfNobody) {
  json missing = right_rows();
  missing.erase(3);
  EXPECT_FALSE(agrees(compare(missing)));
  json twice = right_rows();
  twice.push_back(row("mr2", 100'000, 0));
  EXPECT_FALSE(agrees(compare(twice)));
  json stranger = right_rows();
  stranger.push_back(row("mr9", 100'000, 0));
  EXPECT_FALSE(agrees(compare(stranger)));
  EXPECT_FALSE(agrees(compare(json::array())));
}

TEST(Truth, KeepsWhatDevicesWentOnToBeAfterTheDay) {
  Truth truth;
  truth.enter("mr3", EquipmentState::planned_down, at(0));
  truth.enter("mr3", EquipmentState::down, at(20));
  truth.finish(at(10));
  ASSERT_EQ(truth.stretches().size(), 1u);
  EXPECT_EQ(truth.stretches().front().to, at(10));
  const std::vector<TrueStretch> later = truth.stretches_until(at(25));
  ASSERT_EQ(later.size(), 2u);
  EXPECT_EQ(later.front().to, at(20));
  EXPECT_EQ(later.back().state, EquipmentState::down);
  EXPECT_EQ(later.back().to, at(25));
}

}  // namespace
}  // namespace isocenter::simulator
