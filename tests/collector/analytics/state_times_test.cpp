#include "collector/analytics/state_times.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

namespace isocenter::analytics {
namespace {

Instant minute(int minutes) { return from_unix_ms(0) + std::chrono::minutes{minutes}; }

Milliseconds in(const TimeInStates& times, EquipmentState state) {
  for (std::size_t i = 0; i < equipment_states.size(); ++i) {
    if (equipment_states[i] == state) return times[i];
  }
  return {};
}

TEST(StateTimes, CutPeriodsToTheWindow) {
  StateTimes counted{{minute(50), minute(90)}};
  counted.add(EquipmentState::ready, {minute(0), minute(60)});
  counted.add(EquipmentState::in_use, {minute(60), end_of_time});
  const auto times = counted.times();
  EXPECT_EQ(in(times, EquipmentState::ready), std::chrono::minutes{10});
  EXPECT_EQ(in(times, EquipmentState::in_use), std::chrono::minutes{30});
}

TEST(StateTimes, CountWhatNobodyCoveredAsUnknown) {
  StateTimes counted{{minute(0), minute(30)}};
  counted.add(EquipmentState::ready, {minute(10), minute(20)});
  const auto times = counted.times();
  EXPECT_EQ(in(times, EquipmentState::ready), std::chrono::minutes{10});
  EXPECT_EQ(in(times, EquipmentState::unknown), std::chrono::minutes{20});
}

TEST(CountedAs, IsUnknownForClosedThatNobodySaw) {
  EXPECT_EQ(counted_as(EquipmentState::closed, Grade::d), EquipmentState::unknown);
  EXPECT_EQ(counted_as(EquipmentState::closed, Grade::c), EquipmentState::closed);
  EXPECT_EQ(counted_as(EquipmentState::ready, Grade::d), EquipmentState::ready);
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

RC_GTEST_PROP(Shares, AddUpExactlyAndAreNeverAUnitOff, ()) {
  TimeInStates parts{};
  for (auto& part : parts) part = Milliseconds{*rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000)};
  const auto sum = std::accumulate(parts.begin(), parts.end(), Milliseconds{0}).count();
  RC_PRE(sum > 0);
  const auto whole = *rc::gen::inRange<std::int64_t>(1, 1'000'000'000);
  const auto given = shares(parts, whole);
  RC_ASSERT(std::accumulate(given.begin(), given.end(), std::int64_t{0}) == whole);
  for (std::size_t i = 0; i < given.size(); ++i) {
    const double exact = static_cast<double>(parts[i].count()) * static_cast<double>(whole) / static_cast<double>(sum);
    RC_ASSERT(std::abs(static_cast<double>(given[i]) - exact) < 1.001);
  }
}

RC_GTEST_PROP(StateTimes, AddUpToTheWindow, ()) {
  const Period window{minute(*rc::gen::inRange(0, 500)), minute(*rc::gen::inRange(500, 2000))};
  StateTimes counted{window};
  int at = 0;
  for (const int length : *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 90))) {
    counted.add(equipment_states[*rc::gen::inRange<std::size_t>(0, equipment_states.size())],
                {minute(at), minute(at + length)});
    at += length + *rc::gen::element(0, 0, 7);
  }
  const auto times = counted.times();
  RC_ASSERT(std::accumulate(times.begin(), times.end(), Milliseconds{0}) == window.length());
}

}  // namespace
}  // namespace isocenter::analytics
