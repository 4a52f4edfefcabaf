#include "collector/access/sign_in_limits.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

namespace isocenter::access {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Origin desk{.address = "10.0.0.5"}, elsewhere{.address = "203.0.113.9"};
constexpr Time start{hours{1000}};

/// Tries as often as it may until `until`; how often that was.
int tries_until(SignInLimits& limits, const std::string& user, const Origin& from, Time now, Time until) {
  int tries = 0;
  while (now < until) {
    const auto wait = limits.begin(user, from, now);
    tries += wait ? 0 : 1;
    now += wait.value_or(seconds{0}) + (wait ? seconds{0} : seconds{1});
  }
  return tries;
}

TEST(SignInLimits, LetFiveBeTriedFreelyAndThenAsSlowAsItGets) {
  SignInLimits limits;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(limits.begin("ann", desk, start), std::nullopt) << i;
  Time now = start;
  for (const int wait : {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900}) {
    ASSERT_EQ(limits.begin("ann", desk, now), seconds{wait});
    EXPECT_EQ(limits.begin("ann", desk, now + seconds{wait} - std::chrono::milliseconds{1}), seconds{1});
    now += seconds{wait};
    ASSERT_EQ(limits.begin("ann", desk, now), std::nullopt);
  }
}

TEST(SignInLimits, CountAtOnceWhatIsTriedAtOnce) {
  SignInLimits limits;
  int begun = 0;
  for (int i = 0; i < 100; ++i) begun += limits.begin("ann", desk, start) ? 0 : 1;
  EXPECT_EQ(begun, 5);
}

TEST(SignInLimits, ForgetAfterSuccessAndAfterAnHour) {
  SignInLimits limits;
  for (int i = 0; i < 5; ++i) limits.begin("ann", desk, start);
  limits.succeeded("ann", desk);
  EXPECT_EQ(limits.begin("ann", desk, start), std::nullopt);
  for (int i = 0; i < 20; ++i) limits.begin("bob", elsewhere, start);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(limits.begin("bob", elsewhere, start + hours{2}), std::nullopt) << i;
}

TEST(SignInLimits, NobodyIsLockedOutByAnother) {
  SignInLimits limits;
  limits.begin("ann", desk, start);
  limits.succeeded("ann", desk);
  int attacker = 0;
  for (Time now = start; now < start + minutes{30}; now += seconds{1}) {
    limits.begin("ann", {.address = fmt::format("198.51.100.{}", ++attacker % 250)}, now);
  }
  EXPECT_EQ(limits.begin("ann", desk, start + minutes{30}), std::nullopt) << "where she signed in before she still may";
  SignInLimits others;
  for (int i = 0; i < 1000; ++i) others.begin("ann", {.address = fmt::format("198.51.100.{}", i)}, start);
  const auto wait = others.begin("ann", desk, start);
  ASSERT_TRUE(wait);
  EXPECT_LE(*wait, seconds{30}) << "from a new place she waits half a minute at most";
}

TEST(SignInLimits, OneAddressDoesNotTryManyNames) {
  SignInLimits limits;
  int begun = 0;
  for (int i = 0; i < 1000; ++i) begun += limits.begin(fmt::format("user{}", i), elsewhere, start) ? 0 : 1;
  EXPECT_EQ(begun, 20);
  SignInLimits behind_a_proxy;
  begun = 0;
  const Origin loopback{.address = "127.0.0.1", .loopback = true};
  for (int i = 0; i < 1000; ++i) begun += behind_a_proxy.begin(fmt::format("user{}", i), loopback, start) ? 0 : 1;
  EXPECT_EQ(begun, 1000) << "there all stand behind one address";
}

TEST(SignInLimits, TakeNotMoreThanSoMuchMemoryAndStillCount) {
  SignInLimits limits;
  for (int i = 0; i < 30'000; ++i) limits.begin(fmt::format("user{}", i), {.address = fmt::format("a{}", i)}, start);
  for (int i = 0; i < 10; ++i) limits.begin("ann", desk, start + seconds{1});
  EXPECT_TRUE(limits.begin("ann", desk, start + seconds{1}));
}

RC_GTEST_PROP(SignInLimits, NeverLetMoreThroughThanSoManyInAnHour, ()) {
  SignInLimits limits;
  Time now = start;
  int tried = 0;
  for (const int pause_s : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 600))) {
    now += seconds{pause_s};
    if (now < start + hours{1}) tried += limits.begin("ann", desk, now) ? 0 : 1;
  }
  RC_ASSERT(tried <= 17);  // 5, then 1 + 2 + 4 + … + 512 s and 900 s at a time
  SignInLimits eager;
  RC_ASSERT(tries_until(eager, "ann", desk, start, start + hours{1}) <= 17);
}

}  // namespace
}  // namespace isocenter::access
