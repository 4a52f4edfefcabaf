#include "collector/statement/correction.hpp"

#include <gtest/gtest.h>

#include "tests/collector/statement/sample_statement.hpp"

namespace isocenter::statement {
namespace {

using contract::StateTime;
using S = EquipmentState;

/// Minutes after a moment.
Instant m(int minute) { return from_unix_ms(1'800'000'000'000) + std::chrono::minutes{minute}; }

std::vector<StateTime> recorded() {
  return {{{m(0), m(10)}, S::ready}, {{m(10), m(40)}, S::down, Cause::equipment}, {{m(40), m(60)}, S::in_use}};
}

class Corrections : public ::testing::Test {
 protected:
  void say(Reading reading, int from, int to, std::optional<S> state = {}, std::optional<Cause> cause = {}) {
    const auto row = static_cast<std::int64_t>(all.size()) + 1;
    all.push_back({.said = {m(from), m(to), reading, state, cause, "why", "ann"},
                   .at = m(100),
                   .place = testing::place(row, "collector")});
  }
  std::vector<StateTime> read() const { return corrected(recorded(), all); }

  std::vector<Correction> all;
};

TEST_F(Corrections, NothingSaidChangesNothing) { EXPECT_EQ(read(), recorded()); }

TEST_F(Corrections, AnExplanationGivesACauseToWhatIsDownOrLimitedOnly) {
  say(Reading::explained, 5, 50, {}, Cause::facility);
  EXPECT_EQ(read(), (std::vector<StateTime>{{{m(0), m(5)}, S::ready},
                                            {{m(5), m(10)}, S::ready},
                                            {{m(10), m(40)}, S::down, Cause::facility},
                                            {{m(40), m(50)}, S::in_use},
                                            {{m(50), m(60)}, S::in_use}}));
}

TEST_F(Corrections, APartIsReadAsAnotherState) {
  say(Reading::reclassified, 20, 30, S::planned_down);
  EXPECT_EQ(read(), (std::vector<StateTime>{{{m(0), m(10)}, S::ready},
                                            {{m(10), m(20)}, S::down, Cause::equipment},
                                            {{m(20), m(30)}, S::planned_down},
                                            {{m(30), m(40)}, S::down, Cause::equipment},
                                            {{m(40), m(60)}, S::in_use}}));
}

TEST_F(Corrections, OfSeveralTheLatestInTheLogCountsWhereTheyLieOverAnother) {
  say(Reading::reclassified, 10, 40, S::ready);
  say(Reading::reclassified, 30, 50, S::limited, Cause::user);
  EXPECT_EQ(read(), (std::vector<StateTime>{{{m(0), m(10)}, S::ready},
                                            {{m(10), m(30)}, S::ready},
                                            {{m(30), m(40)}, S::limited, Cause::user},
                                            {{m(40), m(50)}, S::limited, Cause::user},
                                            {{m(50), m(60)}, S::in_use}}));
}

TEST_F(Corrections, RestoringTakesBackAndDisputingLeavesWhatStood) {
  say(Reading::explained, 10, 40, {}, Cause::facility);
  say(Reading::disputed, 10, 40);
  EXPECT_EQ(read()[1].cause, Cause::facility);
  say(Reading::restored, 10, 40);
  EXPECT_EQ(read()[1].cause, Cause::equipment);
  say(Reading::disputed, 10, 40);
  EXPECT_EQ(read(), recorded());
}

TEST_F(Corrections, WhatNobodyRecordedCanBeReadToo) {
  say(Reading::reclassified, -20, 5, S::down, Cause::equipment);
  EXPECT_EQ(read().front(), (StateTime{{m(-20), m(0)}, S::down, Cause::equipment}));
}

TEST_F(Corrections, EachPartNamesTheCorrectionsOverIt) {
  say(Reading::disputed, 10, 40);
  say(Reading::explained, 20, 30, {}, Cause::it);
  const auto parts = read_corrected(recorded(), all);
  ASSERT_EQ(parts.size(), 5u);
  EXPECT_EQ(parts[1].corrections, (std::vector<std::size_t>{0}));
  EXPECT_EQ(parts[2].corrections, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(parts[3].corrections, (std::vector<std::size_t>{0}));
  EXPECT_EQ(parts[3].of, 1u);
  EXPECT_TRUE(parts[4].corrections.empty());
}

}  // namespace
}  // namespace isocenter::statement
