#include "collector/fleet/past.hpp"

#include <gtest/gtest.h>

#include "collector/store/store.hpp"
#include "tests/collector/statement/random_history.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::fleet {
namespace {

using collector::StateInterval;
using contract::Outlook;
using contract::Past;
using statement::testing::RandomAccount;

/// As the store has them: time nobody observed is unknown, not missing, and the last one still lasts.
std::vector<StateInterval> without_gaps(const std::vector<StateInterval>& drawn) {
  std::vector<StateInterval> filled;
  for (const StateInterval& interval : drawn) {
    if (!filled.empty() && filled.back().period.to < interval.period.from) {
      StateInterval unknown = interval;
      unknown.state = EquipmentState::unknown;
      unknown.cause = {};
      unknown.period = {filled.back().period.to, interval.period.from};
      filled.push_back(unknown);
    }
    filled.push_back(interval);
  }
  if (!filled.empty()) filled.back().period.to = end_of_time;
  return filled;
}

/// Each seed is another contract and history, in a store.
class StoredPast : public testing::TestWithParam<std::uint32_t> {
 protected:
  StoredPast() : intervals{without_gaps(drawn.history.intervals)} {
    std::erase_if(intervals, [&](const auto& interval) { return interval.period.from >= known_until; });
    if (!intervals.empty()) intervals.back().period.to = end_of_time;
    collector::Derived derived{
        .exams = {}, .faults = drawn.history.faults, .intervals = intervals, .contradictions = {}, .next_change = {}};
    sqlite::Transaction transaction{store.database()};
    store.derived().write(drawn.history.device, {}, derived);
    transaction.commit();
  }

  /// All there is, without a store.
  Past whole() const {
    Past past{.times = {}, .faults = {}, .known_until = known_until, .booked = {}};
    for (const StateInterval& interval : intervals) {
      const Period when{interval.period.from, std::min(interval.period.to, known_until)};
      past.times.push_back({when, interval.state, interval.cause});
    }
    past.times = statement::corrected(past.times, drawn.history.corrections);
    for (const auto& fault : drawn.history.faults) {
      past.faults.push_back({fault.reported, fault.called, fault.released, fault.closed});
    }
    return past;
  }

  RandomAccount drawn{GetParam()};
  Instant known_until = drawn.history.known_until;
  std::vector<StateInterval> intervals;
  fakes::TemporaryFolder folder;
  collector::Store store{folder / "isocenter.db"};
};

TEST_P(StoredPast, IsProjectedAsIfAllWereRead) {
  for (const contract::ContractPeriod& period : contract::periods_of(drawn.terms)) {
    const Instant begin = contract::begin_of_day(drawn.terms.zone, period.from);
    if (begin >= known_until) continue;
    const auto pieces = contract::covered_time(contract::reaching_back(drawn.terms, period, known_until)).value();
    const Past lean = PastReader{store.database()}.read(drawn.history.device, drawn.terms, begin, known_until,
                                                        drawn.history.corrections);
    const Outlook expected = contract::project(drawn.terms, period, pieces, whole());
    const Outlook read = contract::project(drawn.terms, period, pieces, lean);
    EXPECT_EQ(read.tally, expected.tally);
    EXPECT_EQ(read.so_far.lost_e4, expected.so_far.lost_e4);
    EXPECT_EQ(read.credit_so_far.units, expected.credit_so_far.units);
    EXPECT_EQ(read.left_e4, expected.left_e4);
    EXPECT_EQ(read.losses, expected.losses);
    EXPECT_EQ(read.unexplained, expected.unexplained);
    EXPECT_EQ(read.standing, expected.standing);
    EXPECT_EQ(read.broke_at, expected.broke_at);
    EXPECT_EQ(read.breaks_at, expected.breaks_at);
  }
}

INSTANTIATE_TEST_SUITE_P(Drawn, StoredPast, testing::Range(1u, 121u));

TEST(PastReader, ReadsOnlyWhatMayCost) {
  const DeviceName device = DeviceName::parse("mr1").value();
  const Instant begin = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};
  using namespace std::chrono_literals;
  collector::Derived derived{};
  Instant at = begin;
  for (int i = 0; i < 1000; ++i, at += 30min) {
    const bool is_down = i == 500;
    derived.intervals.push_back({.device = device,
                                 .state = is_down      ? EquipmentState::down
                                          : i % 2 == 0 ? EquipmentState::ready
                                                       : EquipmentState::in_use,
                                 .period = {at, at + 30min},
                                 .cause = {},
                                 .grade = Grade::a,
                                 .reason = "",
                                 .source = "",
                                 .exam = {},
                                 .began_by = {}});
  }
  fakes::TemporaryFolder folder;
  collector::Store store{folder / "isocenter.db"};
  sqlite::Transaction transaction{store.database()};
  store.derived().write(device, {}, derived);
  transaction.commit();
  const Past past = PastReader{store.database()}.read(device, {}, begin, at, {});
  ASSERT_EQ(past.times.size(), 4u) << "where it begins, ready, down, ready";
  EXPECT_EQ(past.times[2].state, EquipmentState::down);
  EXPECT_EQ(past.times[2].when, (Period{begin + 500 * 30min, begin + 501 * 30min}));
  EXPECT_EQ(past.times.back().when.to, at);
}

}  // namespace
}  // namespace isocenter::fleet
