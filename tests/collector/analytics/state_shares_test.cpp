#include "collector/analytics/state_shares.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

namespace isocenter::analytics {
namespace {

using collector::StateInterval;

Instant minute(int minutes) { return from_unix_ms(0) + std::chrono::minutes{minutes}; }

StateInterval interval(EquipmentState state, int from, int to, Grade grade = Grade::a) {
  return {.device = DeviceName::parse("ct1").value(),
          .state = state,
          .period = {minute(from), to == 0 ? end_of_time : minute(to)},
          .cause = {},
          .grade = grade,
          .reason = {},
          .source = {},
          .exam = {},
          .began_by = {}};
}

Milliseconds in(const TimeInStates& times, EquipmentState state) {
  for (std::size_t i = 0; i < equipment_states.size(); ++i) {
    if (equipment_states[i] == state) return times[i];
  }
  return {};
}

TEST(TimeInStates, CutsIntervalsToTheWindow) {
  const std::vector intervals{interval(EquipmentState::ready, 0, 60), interval(EquipmentState::in_use, 60, 0)};
  const auto times = time_in_states(intervals, {minute(50), minute(90)});
  EXPECT_EQ(in(times, EquipmentState::ready), std::chrono::minutes{10});
  EXPECT_EQ(in(times, EquipmentState::in_use), std::chrono::minutes{30});
}

TEST(TimeInStates, CountsWhatNobodyCoveredAsUnknown) {
  const std::vector intervals{interval(EquipmentState::ready, 10, 20)};
  const auto times = time_in_states(intervals, {minute(0), minute(30)});
  EXPECT_EQ(in(times, EquipmentState::ready), std::chrono::minutes{10});
  EXPECT_EQ(in(times, EquipmentState::unknown), std::chrono::minutes{20});
}

TEST(TimeInStates, CountsClosedThatNobodySawAsUnknown) {
  const std::vector intervals{interval(EquipmentState::closed, 0, 10, Grade::c),
                              interval(EquipmentState::closed, 10, 30, Grade::d)};
  const auto times = time_in_states(intervals, {minute(0), minute(30)});
  EXPECT_EQ(in(times, EquipmentState::closed), std::chrono::minutes{10});
  EXPECT_EQ(in(times, EquipmentState::unknown), std::chrono::minutes{20});
}

TEST(Shares, GiveWhatIsLeftOverToTheLargestRemainders) {
  TimeInStates third{};
  third[0] = third[1] = third[2] = Milliseconds{1};
  const auto given = shares(third, 1000);
  EXPECT_EQ(given[0], 334);
  EXPECT_EQ(given[1], 333);
  EXPECT_EQ(given[2], 333);
}

TEST(Shares, OfNothingAreNothing) { EXPECT_EQ(shares({}, 1000), (std::array<std::int64_t, 8>{})); }

RC_GTEST_PROP(Shares, AddUpExactly, ()) {
  TimeInStates parts{};
  for (auto& part : parts) part = Milliseconds{*rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000)};
  RC_PRE(std::accumulate(parts.begin(), parts.end(), Milliseconds{0}).count() > 0);
  const auto whole = *rc::gen::inRange<std::int64_t>(1, 1'000'000'000);
  const auto given = shares(parts, whole);
  RC_ASSERT(std::accumulate(given.begin(), given.end(), std::int64_t{0}) == whole);
}

RC_GTEST_PROP(TimeInStates, AddsUpToTheWindow, ()) {
  std::vector<StateInterval> intervals;
  int at = 0;
  for (const int length : *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 90))) {
    const auto state = equipment_states[*rc::gen::inRange<std::size_t>(0, equipment_states.size())];
    intervals.push_back(interval(state, at, at + length));
    at += length + *rc::gen::element(0, 0, 7);
  }
  const Period window{minute(*rc::gen::inRange(0, 500)), minute(*rc::gen::inRange(500, 2000))};
  const auto times = time_in_states(intervals, window);
  RC_ASSERT(std::accumulate(times.begin(), times.end(), Milliseconds{0}) == window.length());
}

}  // namespace
}  // namespace isocenter::analytics
