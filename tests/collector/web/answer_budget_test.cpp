#include "collector/web/answer_budget.hpp"

#include <gtest/gtest.h>

namespace isocenter::web {
namespace {

Limits small() {
  Limits limits;
  limits.answer_bytes = 3000;
  limits.answer_bytes_of_address = 1000;
  limits.small_answer_bytes = 10;
  limits.waiting_of_address = 2;
  return limits;
}

const Peer one{.address = "10.0.0.1"};
const Peer other{.address = "10.0.0.2"};
const Peer proxy{.address = "127.0.0.1", .loopback = true};

TEST(AnswerBudget, LeavesRoomForOthersWhereOneIsSlow) {
  AnswerBudget budget{small()};
  EXPECT_TRUE(budget.take(one, 900));
  EXPECT_FALSE(budget.take(one, 200));
  EXPECT_TRUE(budget.take(other, 900));
  budget.give_back(one, 900);
  EXPECT_TRUE(budget.take(one, 200));
}

TEST(AnswerBudget, BoundsAllTogether) {
  AnswerBudget budget{small()};
  EXPECT_TRUE(budget.take(proxy, 2500)) << "a proxy stands for many";
  EXPECT_FALSE(budget.take(other, 600));
  budget.give_back(proxy, 2500);
  EXPECT_TRUE(budget.take(other, 600));
}

TEST(AnswerBudget, AlwaysHasRoomForASmallAnswer) {
  AnswerBudget budget{small()};
  EXPECT_TRUE(budget.take(one, 1000));
  EXPECT_TRUE(budget.take(one, 10));
  EXPECT_FALSE(budget.take(one, 11));
}

TEST(AnswerBudget, BoundsTheRequestsOfOneThatWait) {
  AnswerBudget budget{small()};
  EXPECT_TRUE(budget.begin_waiting(one));
  EXPECT_TRUE(budget.begin_waiting(one));
  EXPECT_FALSE(budget.begin_waiting(one));
  EXPECT_TRUE(budget.begin_waiting(other));
  budget.end_waiting(one);
  EXPECT_TRUE(budget.begin_waiting(one));
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(budget.begin_waiting(proxy));
}

}  // namespace
}  // namespace isocenter::web
