#include "collector/contract/projection.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/collector/contract/contract_case.hpp"
#include "tests/collector/contract/random_contract.hpp"

namespace isocenter::contract {
namespace {

using std::chrono::hours;
constexpr std::int64_t hour = 36'000'000'000;  // in ten-thousandths of a millisecond

Instant utc(const std::string& text) { return testing::instant_of(text + "Z", "UTC"); }

/// June 2026 in UTC, covered 08:00-18:00 each day: 300 hours, of which 10 % may be lost: 30.
const std::string june = "starts = 2026-06-01\nends = 2026-06-30\n";

Outlook project_june(const std::string& terms, const std::string& times, const std::string& now,
                     std::vector<Period> booked = {}) {
  const Contract contract = testing::contract_of(june + terms);
  const Instant known_until = utc(now);
  auto histories = testing::histories_of({.name = "", .terms = "", .times = times, .rows = {}}, contract);
  // What nobody tells of was ready, for more than a year.
  Contract longer = contract;
  longer.starts = std::chrono::sys_days{contract.starts} - std::chrono::days{400};
  Past past{.times = testing::filled(histories["mr1"].times, longer),
            .faults = {},
            .known_until = known_until,
            .booked = std::move(booked)};
  std::erase_if(past.times, [&](const StateTime& time) { return time.when.from >= known_until; });
  for (StateTime& time : past.times) time.when.to = std::min(time.when.to, known_until);
  const ContractPeriod period = periods_of(contract).front();
  const auto pieces = covered_time(reaching_back(contract, period, known_until)).value();
  return project(contract, period, pieces, past);
}

// Ten days of ten hours have gone; of the 30 hours that may be lost 5 are.
TEST(Projection, WhatIsLeftIsTheWholePeriodsAllowanceLessTheLoss) {
  const Outlook outlook = project_june("", "down 2026-06-03T10:00 15:00 equipment", "2026-06-11T00:00");
  EXPECT_EQ(outlook.so_far.covered, hours{100});
  EXPECT_EQ(outlook.covered_whole, hours{300});
  EXPECT_EQ(outlook.allowance_e4, 30 * hour);
  EXPECT_EQ(outlook.so_far.lost_e4, 5 * hour);
  EXPECT_EQ(outlook.left_e4, 25 * hour);
  EXPECT_EQ(outlook.losses, 1u);
  EXPECT_EQ(outlook.unexplained, 0u);
  EXPECT_EQ(outlook.standing, Standing::on_course);
  EXPECT_FALSE(outlook.breaks_at);
  EXPECT_FALSE(outlook.ends);  // one failure in a year
}

// Four booked hours of which one lies outside the covered time: three count where planned work is lost, none else;
// where it is excluded it leaves the covered time: 297 hours, of which 29.7 may be lost.
TEST(Projection, BookedWorkCountsByThePolicyAndOnlyItsCoveredPart) {
  const std::vector<Period> work{{utc("2026-06-20T15:00"), utc("2026-06-20T19:00")}};
  const Outlook lost = project_june("planned_down = \"lost\"", "", "2026-06-11T00:00", work);
  EXPECT_EQ(lost.planned_ahead_e4, 3 * hour);
  EXPECT_EQ(lost.left_e4, 27 * hour);
  const Outlook excluded = project_june("planned_down = \"excluded\"", "", "2026-06-11T00:00", work);
  EXPECT_EQ(excluded.planned_ahead_e4, 0);
  EXPECT_EQ(excluded.left_e4, 297 * hour / 10);
}

// Down since the 10th at 12:00. By the 11th at 10:00 8 hours are lost and 22 are left: 8 more that day, 10 on the 12th
// (26 of 30), the last 4 end on the 13th at 12:00.
TEST(Projection, BreaksWhereTheCoveredHoursRunOut) {
  const std::string down = "down 2026-06-10T12:00 2026-06-11T10:00 equipment";
  const Outlook outlook = project_june("", down, "2026-06-11T10:00");
  EXPECT_EQ(outlook.left_e4, 22 * hour);
  EXPECT_EQ(outlook.breaks_at, utc("2026-06-13T12:00"));
  // At half weight 4 hours are lost; the other 26 last 52 covered hours: 8 on the 11th, 40 until the 15th's end, 4
  // more.
  const Outlook limited = project_june("", "limited 2026-06-10T12:00 2026-06-11T10:00 user", "2026-06-11T10:00");
  EXPECT_EQ(limited.breaks_at, utc("2026-06-16T12:00"));
  // On the 29th no 30 covered hours are left.
  const Outlook late = project_june("", "down 2026-06-29T12:00 2026-06-29T13:00 equipment", "2026-06-29T13:00");
  EXPECT_FALSE(late.breaks_at);
  // An excluded cause costs nothing, however long it stays.
  EXPECT_FALSE(project_june("excluded_causes = [\"equipment\"]", down, "2026-06-11T10:00").breaks_at);
}

// 10 hours on each of three days use up the allowance to the millisecond; the fourth breaks it as it begins.
TEST(Projection, BrokeAtTheInstantTheAllowanceWasUsedUp) {
  const std::string three = "down 2026-06-02T00:00 2026-06-05T00:00\n";
  const Outlook held = project_june("", three, "2026-06-20T00:00");
  EXPECT_EQ(held.left_e4, 0);
  EXPECT_NE(held.standing, Standing::broken);
  EXPECT_EQ(held.unexplained, 1u);
  const Outlook broken = project_june("", three + "down 2026-06-07T11:00 12:00 equipment", "2026-06-20T00:00");
  EXPECT_EQ(broken.standing, Standing::broken);
  EXPECT_EQ(broken.broke_at, utc("2026-06-07T11:00"));
  EXPECT_EQ(broken.left_e4, -1 * hour);
}

// On the 21st 100 covered hours are left: stretches of ten days. Each 1st day of the months January to May lost all of
// its 10 hours. Stretches begin on each of 365 days and end before the 21st of June: 356; each loss lies in ten.
TEST(Projection, EndsAsStretchesOfTheLastYearDid) {
  std::string times;
  for (int month = 1; month <= 5; ++month)
    times += fmt::format("down 2026-0{}-01T00:00 2026-0{}-02T00:00\n", month, month);
  const Outlook outlook = project_june("", times, "2026-06-21T00:00");
  ASSERT_TRUE(outlook.ends);
  EXPECT_EQ(outlook.ends->stretches, 356u);
  EXPECT_EQ(outlook.ends->failures, 5u);
  EXPECT_EQ(outlook.ends->repair, hours{24});
  EXPECT_EQ(outlook.ends->worse, 0u);  // 10 hours are fewer than 30
  EXPECT_EQ(outlook.ends->median, 1000);
  EXPECT_EQ(outlook.ends->low, 967);  // 50 of 356 lost 10 of 300 hours: 3.33 %
  EXPECT_EQ(outlook.standing, Standing::on_course);
  // 25 hours are lost: 5 are left, and 50 stretches of 356, 14 %, lost more.
  const Outlook close = project_june("", times + "down 2026-06-03T00:00 2026-06-05T00:00\ndown 2026-06-07T08:00 13:00",
                                     "2026-06-21T00:00");
  ASSERT_TRUE(close.ends);
  EXPECT_EQ(close.left_e4, 5 * hour);
  EXPECT_GE(close.ends->worse, 50u);
  EXPECT_EQ(close.standing, Standing::at_risk);
}

TEST(LinearQuantile, LiesBetweenItsNeighbours) {
  EXPECT_DOUBLE_EQ(linear_quantile({0, 10, 20, 30}, 0.5), 15);
  EXPECT_DOUBLE_EQ(linear_quantile({0, 10, 20, 30}, 0.9), 27);
  EXPECT_DOUBLE_EQ(linear_quantile({7}, 0.1), 7);
}

RC_GTEST_PROP(LossCurve, AgreesWithTheEngineAtEachInstant, (std::uint32_t seed)) {
  testing::Draw draw{seed};
  const Contract terms = draw.contract();
  const auto pieces = covered_time(terms).value();
  const auto times = draw.times(terms, std::chrono::minutes{1});
  const auto reckoned = reckon(terms, times, draw.faults(terms, std::chrono::minutes{1}));
  const ContractPeriod whole{terms.starts, terms.ends};
  const LossCurve curve{terms, pieces, reckoned, {Instant{}, end_of_time}};
  for (int i = 0; i < 20; ++i) {
    const Instant until = begin_of_day(terms.zone, terms.starts) + std::chrono::minutes{draw.from(0, 60'000)};
    const auto sums = tally(pieces, whole, reckoned, until);
    RC_ASSERT(curve.covered_at(until) == sums.whole());
    RC_ASSERT(curve.lost_over(sums.whole()) == judge(terms, whole, sums).lost_e4);
  }
}

RC_GTEST_PROP(LossCurve, ExceedsWhereItWasLastKept, (std::uint32_t seed)) {
  testing::Draw draw{seed};
  const Contract terms = draw.contract();
  const auto pieces = covered_time(terms).value();
  const auto reckoned = reckon(terms, draw.times(terms, std::chrono::minutes{1}), {});
  const LossCurve curve{terms, pieces, reckoned, {Instant{}, end_of_time}};
  const std::int64_t allowed = curve.lost_e4() / draw.from(2, 9);
  const auto at = curve.exceeds(allowed);
  RC_ASSERT(at.has_value() == (curve.lost_e4() > allowed));
  if (!at) return;
  RC_ASSERT(curve.lost_over(curve.covered_at(*at)) <= allowed);
  RC_ASSERT(curve.lost_over(curve.covered_at(*at) + Milliseconds{1}) > allowed);
}

}  // namespace
}  // namespace isocenter::contract
