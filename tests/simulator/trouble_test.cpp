#include "tests/simulator/trouble.hpp"

#include <gtest/gtest.h>

#include <set>

namespace isocenter::simulator {
namespace {

using namespace std::chrono_literals;

const std::vector<std::string> agents{"agent-a", "agent-b", "agent-c"};

TEST(Troubles, BringEachKindInEachRound) {
  Troubles troubles{5, agents};
  for (int round = 0; round < 50; ++round) {
    std::set<TroubleKind> kinds;
    for (int i = 0; i < 4; ++i) kinds.insert(troubles.next().kind);
    EXPECT_EQ(kinds.size(), 4u);
  }
}

TEST(Troubles, CutOneOrTwoAgentsForSeconds) {
  Troubles troubles{6, agents};
  for (int i = 0; i < 200; ++i) {
    const Trouble trouble = troubles.next();
    EXPECT_GE(trouble.after, 3s);
    EXPECT_LE(trouble.after + trouble.lasts, 14s);
    if (trouble.kind == TroubleKind::collector_killed) {
      EXPECT_TRUE(trouble.agents.empty());
      continue;
    }
    EXPECT_GE(trouble.lasts, 3s);
    const std::set<std::string> cut{trouble.agents.begin(), trouble.agents.end()};
    EXPECT_EQ(cut.size(), trouble.agents.size());
    EXPECT_TRUE(cut.size() == 1 || cut.size() == 2);
  }
}

TEST(Troubles, AreTheSameFromTheSameSeed) {
  Troubles one{9, agents}, other{9, agents};
  for (int i = 0; i < 20; ++i) {
    const Trouble a = one.next(), b = other.next();
    EXPECT_EQ(a.kind, b.kind);
    EXPECT_EQ(a.after, b.after);
    EXPECT_EQ(a.lasts, b.lasts);
    EXPECT_EQ(a.agents, b.agents);
  }
}

}  // namespace
}  // namespace isocenter::simulator
