#include "collector/access/refusals.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace isocenter::access {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Time start{hours{1000}};

AccessRefused refused(const std::string& why, const std::string& user, const std::string& address) {
  return {.user = user, .address = address, .route = "/api/v1/session", .why = why};
}

TEST(Refusals, TellTheFirstAtOnceAndTheRestOfTheMinuteTogether) {
  Refusals refusals;
  EXPECT_EQ(refusals.note(refused("password", "ann", "a"), start).size(), 1u);
  for (int i = 1; i <= 40; ++i) {
    EXPECT_TRUE(refusals.note(refused("password", "ann", "a"), start + seconds{i}).empty());
    EXPECT_TRUE(refusals.due(start + seconds{i}).empty());
  }
  const auto told = refusals.due(start + seconds{60});
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].count, 40);
  EXPECT_EQ(told[0].user, "ann");
  EXPECT_TRUE(refusals.due(start + seconds{130}).empty());
  EXPECT_EQ(refusals.note(refused("password", "ann", "a"), start + seconds{131}).size(), 1u) << "a new minute";
}

TEST(Refusals, TellKindsUsersAndAddressesApart) {
  Refusals refusals;
  EXPECT_EQ(refusals.note(refused("password", "ann", "a"), start).size(), 1u);
  EXPECT_EQ(refusals.note(refused("rate", "ann", "a"), start).size(), 1u);
  EXPECT_EQ(refusals.note(refused("password", "bob", "a"), start).size(), 1u);
  EXPECT_EQ(refusals.note(refused("password", "ann", "b"), start).size(), 1u);
}

TEST(Refusals, OfAnAttackWithEverNewAddressesFillNoLog) {
  Refusals refusals;
  std::size_t events = 0;
  std::int64_t counted = 0;
  const int tries = 600'000;
  for (int i = 0; i < tries; ++i) {
    const Time now = start + milliseconds{i};  // a thousand a second, for ten minutes
    for (const auto& told : refusals.note(refused("session", "", fmt::format("2001:db8::{:x}", i)), now)) {
      ++events;
      counted += told.count;
    }
    if (i % 1000 != 0) continue;
    for (const auto& told : refusals.due(now)) {
      ++events;
      counted += told.count;
    }
  }
  for (int minute = 11; minute < 14; ++minute) {
    for (const auto& told : refusals.due(start + std::chrono::minutes{minute})) counted += told.count;
  }
  EXPECT_LE(events, 10u * 102u + 102u);
  EXPECT_EQ(counted, tries) << "and yet each is counted";
}

}  // namespace
}  // namespace isocenter::access
