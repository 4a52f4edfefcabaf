#include "collector/access/access.hpp"

#include <gtest/gtest.h>

#include <atomic>

#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::access {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const Origin desk{.address = "10.0.0.5"};
constexpr const char* words = "four words in a row";
constexpr const char* others = "other words in a row";

/// Users, sessions and tokens over a file, beside a log that is a list and a clock that is turned by hand.
class Accesses : public testing::Test {
 protected:
  Accesses() { start(); }

  void start() {
    access.emplace(Options{.file = folder / "users",
                           .times = {},
                           .cost = Cost::least,
                           .tell = [this](const std::vector<NewEvent>& events) { return tell(events); },
                           .complain = [](const std::string&) {},
                           .steady = [this] { return Time{seconds{turned_s}}; }});
  }
  bool tell(const std::vector<NewEvent>& events) {
    const std::lock_guard lock{mutex};
    if (is_log_away) return false;
    for (const NewEvent& event : events) told.push_back(event);
    return true;
  }
  template <typename Body>
  std::vector<Body> told_of() {
    const std::lock_guard lock{mutex};
    std::vector<Body> found;
    for (const NewEvent& event : told) {
      if (const Body* const body = std::get_if<Body>(&event.body)) found.push_back(*body);
    }
    return found;
  }
  template <typename Condition>
  static bool eventually(Condition condition) {
    for (int i = 0; i < 4000 && !condition(); ++i) std::this_thread::sleep_for(milliseconds{5});
    return condition();
  }
  template <typename Body>
  bool is_told(const Body& body) {
    return eventually([&] { return std::ranges::count(told_of<Body>(), body) == 1; });
  }

  fakes::TemporaryFolder folder;
  std::atomic<std::int64_t> turned_s = 1'000'000;
  std::mutex mutex;
  bool is_log_away = false;
  std::vector<NewEvent> told;
  std::optional<Access> access;
};

TEST_F(Accesses, ASessionBeginsWithThePasswordAndEndsWithSigningOut) {
  EXPECT_FALSE(access->has_users());
  ASSERT_TRUE(access->add_user("ann", Role::biomed, words, "root"));
  const auto signed_in = access->sign_in("ann", words, desk, "");
  ASSERT_TRUE(signed_in);
  EXPECT_EQ(signed_in->person, (Person{"ann", Role::biomed}));
  EXPECT_EQ(access->by_session(signed_in->id, true)->person.name, "ann");
  EXPECT_EQ(access->by_session(signed_in->id, true)->csrf, signed_in->csrf);
  access->sign_out(signed_in->id);
  EXPECT_FALSE(access->by_session(signed_in->id, true));
  EXPECT_TRUE(is_told(UserChanged{"ann", "added", "biomed", "root"}));
  EXPECT_TRUE(is_told(SessionOpened{"ann", "10.0.0.5"}));
  EXPECT_TRUE(is_told(SessionEnded{"ann", "signed_out"}));
}

TEST_F(Accesses, AWrongPasswordAndAnUnknownNameLookTheSame) {
  ASSERT_TRUE(access->add_user("ann", Role::biomed, words, "root"));
  for (const char* user : {"ann", "nobody", "", "four words in a row"}) {
    const auto denied = access->sign_in(user, others, desk, "");
    ASSERT_FALSE(denied) << user;
    EXPECT_EQ(denied.error().wait, seconds{0});
  }
  EXPECT_FALSE(access->sign_in("ann", std::string(5000, 'a'), desk, ""));
  ASSERT_TRUE(eventually([&] { return told_of<AccessRefused>().size() == 2; }));
  EXPECT_EQ(told_of<AccessRefused>()[0].user, "ann");
  EXPECT_EQ(told_of<AccessRefused>()[1].user, "") << "a name nobody has may be a password in the wrong field";
}

TEST_F(Accesses, SigningInAgainEndsTheSessionBefore) {
  ASSERT_TRUE(access->add_user("ann", Role::biomed, words, "root"));
  const auto first = access->sign_in("ann", words, desk, "");
  const auto second = access->sign_in("ann", words, desk, first->id);
  EXPECT_NE(first->id, second->id);
  EXPECT_FALSE(access->by_session(first->id, true));
  EXPECT_TRUE(access->by_session(second->id, true));
}

TEST_F(Accesses, AfterFiveWrongPasswordsTheRightOneHasToWait) {
  ASSERT_TRUE(access->add_user("ann", Role::biomed, words, "root"));
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(access->sign_in("ann", others, desk, ""));
  const auto too_soon = access->sign_in("ann", words, desk, "");
  ASSERT_FALSE(too_soon);
  EXPECT_EQ(too_soon.error().wait, seconds{1});
  turned_s += 1;
  EXPECT_TRUE(access->sign_in("ann", words, desk, ""));
  EXPECT_TRUE(is_told(AccessRefused{"ann", "10.0.0.5", "/api/v1/session", "rate", 1}));
}

TEST_F(Accesses, AnOverdueSessionIsToldAsExpired) {
  ASSERT_TRUE(access->add_user("ann", Role::biomed, words, "root"));
  const auto signed_in = access->sign_in("ann", words, desk, "");
  turned_s += 15 * 60;
  EXPECT_FALSE(access->by_session(signed_in->id, true));
  EXPECT_TRUE(is_told(SessionEnded{"ann", "expired"}));
  EXPECT_EQ(access->owner_of_session(signed_in->id), "ann");
}

TEST_F(Accesses, AnotherRoleOrPasswordEndsAllSessions) {
  ASSERT_TRUE(access->add_user("ann", Role::biomed, words, "root"));
  ASSERT_TRUE(access->add_user("bob", Role::biomed, words, "root"));
  const auto bobs = access->sign_in("bob", words, desk, "");
  const auto first = access->sign_in("ann", words, desk, "");
  ASSERT_TRUE(access->change_user("ann", Role::director, std::nullopt, "root"));
  EXPECT_FALSE(access->by_session(first->id, true));
  const auto second = access->sign_in("ann", words, desk, "");
  EXPECT_EQ(second->person.role, Role::director);
  ASSERT_TRUE(access->change_user("ann", std::nullopt, others, "root"));
  EXPECT_FALSE(access->by_session(second->id, true));
  EXPECT_FALSE(access->sign_in("ann", words, desk, ""));
  EXPECT_TRUE(access->sign_in("ann", others, desk, ""));
  EXPECT_TRUE(access->by_session(bobs->id, true)) << "others stay";
  EXPECT_TRUE(eventually([&] {
    return std::ranges::count(told_of<SessionEnded>(), SessionEnded{"ann", "removed"}) == 2;
  }));
}

TEST_F(Accesses, OnesOwnPasswordTakesTheOldOneAndALimit) {
  ASSERT_TRUE(access->add_user("ann", Role::biomed, words, "root"));
  const auto here = access->sign_in("ann", words, desk, ""), elsewhere = access->sign_in("ann", words, desk, "");
  EXPECT_EQ(access->change_password(here->person, others, "new words in a row", desk).error().kind,
            ErrorKind::not_allowed);
  EXPECT_EQ(access->change_password(here->person, words, "short", desk).error().kind, ErrorKind::invalid);
  const auto changed = access->change_password(here->person, words, others, desk);
  ASSERT_TRUE(changed);
  EXPECT_FALSE(access->by_session(here->id, true));
  EXPECT_FALSE(access->by_session(elsewhere->id, true));
  EXPECT_TRUE(access->by_session(changed->id, true));
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(access->change_password(here->person, words, "new words in a row", desk));
  EXPECT_EQ(access->change_password(here->person, others, "new words in a row", desk).error().kind,
            ErrorKind::unavailable);
}

TEST_F(Accesses, ATokenIsWorthItsRoleUntilItIsRemoved) {
  ASSERT_TRUE(access->add_user("ann", Role::administrator, words, "root"));
  const auto made = access->add_token("ann", "grafana", Role::technologist, "ann");
  ASSERT_TRUE(made);
  EXPECT_EQ(access->by_token(made->token), (Person{"ann", Role::technologist}));
  EXPECT_FALSE(access->by_token(made->token + "a"));
  EXPECT_FALSE(access->by_token(""));
  EXPECT_TRUE(access->tokens()[0].last_used);
  ASSERT_TRUE(access->remove_token(made->id, "ann"));
  EXPECT_FALSE(access->by_token(made->token));
}

TEST_F(Accesses, WhatTheCommandLineChangesHoldsWithinASecond) {
  ASSERT_TRUE(access->add_user("ann", Role::administrator, words, "root"));
  ASSERT_TRUE(access->add_user("bob", Role::biomed, words, "root"));
  const auto bobs = access->sign_in("bob", words, desk, "");
  UsersFile command{folder / "users"};
  ASSERT_TRUE(command.remove("bob", std::string{the_program}, from_unix_ms(5)));
  EXPECT_TRUE(eventually([&] { return !access->by_session(bobs->id, true); }));
  EXPECT_TRUE(is_told(UserChanged{"bob", "removed", "", std::string{the_program}}));
  EXPECT_TRUE(is_told(SessionEnded{"bob", "removed"}));
}

TEST_F(Accesses, NothingIsLostWhileTheLogIsAway) {
  {
    const std::lock_guard lock{mutex};
    is_log_away = true;
  }
  ASSERT_TRUE(access->add_user("ann", Role::administrator, words, "root"));
  ASSERT_TRUE(access->sign_in("ann", words, desk, ""));
  access.reset();
  start();
  ASSERT_TRUE(access->sign_in("ann", words, desk, "")) << "and one can sign in all the same";
  {
    const std::lock_guard lock{mutex};
    is_log_away = false;
  }
  EXPECT_TRUE(is_told(UserChanged{"ann", "added", "administrator", "root"})) << "what changed outlasts the program";
  EXPECT_TRUE(eventually([&] { return told_of<SessionOpened>().size() == 1; }));
}

TEST_F(Accesses, SessionsDoNotOutlastTheProgram) {
  ASSERT_TRUE(access->add_user("ann", Role::administrator, words, "root"));
  const auto signed_in = access->sign_in("ann", words, desk, "");
  access.reset();
  start();
  EXPECT_TRUE(access->has_users());
  EXPECT_FALSE(access->by_session(signed_in->id, true));
}

}  // namespace
}  // namespace isocenter::access
