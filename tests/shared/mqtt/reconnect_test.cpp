#include "shared/mqtt/reconnect.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace isocenter::mqtt {
namespace {

using namespace std::chrono_literals;

TEST(Reconnect, WaitsLongerAfterEachFailureUpToAMinute) {
  Reconnect reconnect;
  std::vector<Reconnect::Duration> delays;
  for (int i = 0; i < 7; ++i) delays.push_back(reconnect.after_failure(0.0));
  EXPECT_EQ(delays, (std::vector<Reconnect::Duration>{1s, 2s, 4s, 8s, 16s, 30s, 30s}));
  EXPECT_EQ(reconnect.after_failure(0.5), 45s);
  EXPECT_LE(reconnect.after_failure(0.999), 60s);
}

TEST(Reconnect, BeginsAtASecondAgainAfterAConnection) {
  Reconnect reconnect;
  for (int i = 0; i < 6; ++i) reconnect.after_failure(0.0);
  EXPECT_EQ(reconnect.after_loss(1h, 0.0), 1s);
  EXPECT_EQ(reconnect.after_failure(0.0), 2s);
}

TEST(Reconnect, BacksOffWhenTakenOverAgainAndAgain) {
  Reconnect reconnect;
  std::vector<Reconnect::Duration> delays;
  for (int i = 0; i < 8; ++i) {
    delays.push_back(reconnect.after_loss(1s, 0.0));
    EXPECT_EQ(reconnect.is_taken_over(), i >= 4) << i;
  }
  EXPECT_EQ(delays, (std::vector<Reconnect::Duration>{1s, 1s, 2s, 4s, 8s, 16s, 30s, 30s}));
}

TEST(Reconnect, TwinsThatHoldBackStillLookLikeTwins) {
  Reconnect reconnect;
  for (int i = 0; i < 8; ++i) reconnect.after_loss(1s, 0.0);
  EXPECT_EQ(reconnect.after_loss(45s, 0.0), 30s);
  EXPECT_TRUE(reconnect.is_taken_over());
  EXPECT_EQ(reconnect.after_loss(10min, 0.0), 1s);
  EXPECT_FALSE(reconnect.is_taken_over());
}

TEST(Reconnect, ABrokerThatIsKilledAgainAndAgainIsNoTwin) {
  Reconnect reconnect;
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(reconnect.after_loss(1s, 0.0), 1s);
    reconnect.after_failure(0.0);  // it takes a moment to come back
  }
  EXPECT_FALSE(reconnect.is_taken_over());
}

}  // namespace
}  // namespace isocenter::mqtt
