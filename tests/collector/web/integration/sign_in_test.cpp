#include <gtest/gtest.h>

#include <atomic>

#include "tests/collector/web/integration/asking.hpp"

/// Signing in and out, users and tokens as a browser does it; and what the log then holds.
namespace isocenter::web {
namespace {

class SignIn : public testing::Test {
 protected:
  SignIn()
      : running{{}, [this](Options& options) {
                  options.clock = [this] { return access::Time{std::chrono::seconds{turned_s}}; };
                }} {}

  template <typename Body>
  bool is_told(const Body& body) {
    return RunningServer::eventually([&] {
      const auto said = running.said_of<Body>();
      return std::ranges::count(said, body) == 1;
    });
  }

  std::atomic<std::int64_t> turned_s = 1'000'000;
  RunningServer running;
};

TEST_F(SignIn, SetsACookieThatNoScriptSeesAndNoOtherSiteSends) {
  const Asked signed_in = try_to_sign_in(running, "biomed", RunningServer::password);
  ASSERT_EQ(signed_in.status, 200) << signed_in.body;
  const std::string cookie = signed_in.field("Set-Cookie");
  EXPECT_TRUE(cookie.starts_with("isocenter=")) << cookie;
  EXPECT_TRUE(cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict")) << cookie;
  EXPECT_EQ(signed_in.field("Cache-Control"), "no-store");
  EXPECT_EQ(signed_in.body.find(cookie.substr(10, 32)), std::string::npos) << "the id stands in the cookie alone";
  EXPECT_EQ(signed_in.text("role"), "biomed");
  EXPECT_EQ(ask(running, "GET", "/api/v1/status", {session_of(signed_in).cookie}).status, 200);
  EXPECT_TRUE(is_told(SessionOpened{"biomed", "127.0.0.1"}));
}

TEST_F(SignIn, TellsWhoIsThereOrThatNobodyIs) {
  const Asked nobody = ask(running, "GET", "/api/v1/session");
  EXPECT_EQ(nobody.body.find("{\"signed_in\":false,\"title\":\"General <Hospital>\",\"zone\":\"America/New_York\""), 0u)
      << nobody.body;
  EXPECT_NE(nobody.body.find("\"users\":true"), std::string::npos);
  const BrowserSession session = sign_in(running, Role::director);
  const Asked there = ask(running, "GET", "/api/v1/session", {session.cookie});
  EXPECT_EQ(there.text("user"), "director");
  EXPECT_EQ("X-CSRF-Token: " + there.text("csrf"), session.csrf);
}

TEST_F(SignIn, RefusesWrongPasswordsThenAllForAWhile) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(try_to_sign_in(running, "biomed", "wrong words in a row").status, 401);
  const Asked unknown = try_to_sign_in(running, "nobody", "wrong words in a row");
  const Asked known = try_to_sign_in(running, "director", "wrong words in a row");
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(unknown.body, known.body) << "one cannot tell which users there are";
  const Asked too_many = try_to_sign_in(running, "biomed", RunningServer::password);
  EXPECT_EQ(too_many.status, 429);
  EXPECT_EQ(too_many.field("Retry-After"), "1");
  EXPECT_EQ(try_to_sign_in(running, "technologist", RunningServer::password).status, 200) << "others may";
  turned_s += 1;
  EXPECT_EQ(try_to_sign_in(running, "biomed", RunningServer::password).status, 200);
  EXPECT_TRUE(is_told(AccessRefused{"biomed", "127.0.0.1", "/api/v1/session", "password", 1}));
  EXPECT_TRUE(is_told(AccessRefused{"biomed", "127.0.0.1", "/api/v1/session", "rate", 1}));
  turned_s += 60;
  EXPECT_TRUE(is_told(AccessRefused{"biomed", "127.0.0.1", "/api/v1/session", "password", 4}));
}

TEST_F(SignIn, NeverPutsASecretIntoTheLog) {
  try_to_sign_in(running, "biomed", "wrong words in a row");
  try_to_sign_in(running, "four words in a row", "wrong words in a row");
  const BrowserSession session = sign_in(running, Role::administrator);
  ask(running, "POST", "/api/v1/users", session.lines(),
      R"({"user":"ann","role":"biomed","password":"brand new words"})");
  const std::string token =
      ask(running, "POST", "/api/v1/tokens", session.lines(), R"({"user":"ann","name":"x"})").text("token");
  ask(running, "GET", "/api/v1/status", {"Authorization: Bearer " + token + "x"});
  ask(running, "DELETE", "/api/v1/session", session.lines());
  ASSERT_TRUE(is_told(SessionEnded{"administrator", "signed_out"}));
  ASSERT_FALSE(token.empty());
  std::string all;
  for (const auto& refused : running.said_of<AccessRefused>()) {
    all += refused.user + refused.address + refused.route + refused.why + "\n";
  }
  for (const auto& changed : running.said_of<UserChanged>()) all += changed.user + changed.change + changed.by + "\n";
  EXPECT_NE(all.find("token_added"), std::string::npos) << all;
  for (const std::string& secret : {std::string{"words"}, token, session.cookie.substr(18)}) {
    EXPECT_EQ(all.find(secret), std::string::npos) << all;
  }
}

TEST_F(SignIn, EndsWithSigningOutEverywhere) {
  const BrowserSession session = sign_in(running, Role::biomed);
  const Asked out = ask(running, "DELETE", "/api/v1/session", session.lines());
  EXPECT_EQ(out.status, 200);
  EXPECT_TRUE(out.field("Set-Cookie").ends_with("Max-Age=0")) << out.field("Set-Cookie");
  const Asked stolen = ask(running, "GET", "/api/v1/status", {session.cookie});
  EXPECT_EQ(stolen.status, 401);
  EXPECT_EQ(stolen.field("WWW-Authenticate"), "Bearer");
  EXPECT_TRUE(is_told(SessionEnded{"biomed", "signed_out"}));
  EXPECT_TRUE(is_told(AccessRefused{"biomed", "127.0.0.1", "/api/v1/status", "session", 1})) << "whose it was is known";
}

TEST_F(SignIn, LastsWhileSomebodyDoesSomething) {
  const BrowserSession session = sign_in(running, Role::biomed);
  turned_s += 14 * 60;
  EXPECT_EQ(ask(running, "GET", "/api/v1/status", {session.cookie}).status, 200);
  turned_s += 14 * 60;
  EXPECT_EQ(ask(running, "GET", "/api/v1/status", {session.cookie, "X-Unattended: 1"}).status, 200);
  turned_s += 60;
  EXPECT_EQ(ask(running, "GET", "/api/v1/status", {session.cookie}).status, 401) << "the page alone did not keep it";
  EXPECT_TRUE(is_told(SessionEnded{"biomed", "expired"}));
}

TEST_F(SignIn, TheOldIdIsWorthNothingAfterSigningInAgain) {
  const BrowserSession before = sign_in(running, Role::biomed);
  const Asked again = try_to_sign_in(running, "biomed", RunningServer::password, {before.cookie});
  EXPECT_EQ(again.status, 200);
  EXPECT_NE(session_of(again).cookie, before.cookie);
  EXPECT_EQ(ask(running, "GET", "/api/v1/status", {before.cookie}).status, 401);
}

TEST_F(SignIn, ACookieGivenTwiceIsNone) {
  const BrowserSession session = sign_in(running, Role::biomed);
  EXPECT_EQ(ask(running, "GET", "/api/v1/status", {session.cookie, "Cookie: isocenter=x"}).status, 401);
  EXPECT_EQ(ask(running, "GET", "/api/v1/status", {session.cookie + "; isocenter=x"}).status, 401);
}

TEST_F(SignIn, ARoleTooLowIsToldWithItsName) {
  const BrowserSession session = sign_in(running, Role::technologist);
  EXPECT_EQ(ask(running, "GET", "/api/v1/users", {session.cookie}).status, 403);
  EXPECT_TRUE(is_told(AccessRefused{"technologist", "127.0.0.1", "/api/v1/users", "role", 1}));
  ask(running, "POST", "/api/v1/users", {session.cookie});
  EXPECT_TRUE(is_told(AccessRefused{"technologist", "127.0.0.1", "/api/v1/users", "csrf", 1}));
}

TEST_F(SignIn, AnAdministratorLooksAfterUsers) {
  const BrowserSession session = sign_in(running, Role::administrator);
  const auto change = [&](const char* method, const std::string& target, const std::string& body) {
    return ask(running, method, target, session.lines(), body);
  };
  const Asked added =
      change("POST", "/api/v1/users", R"({"user":"ann","role":"biomed","password":"four words for ann"})");
  EXPECT_EQ(added.status, 400) << "it holds her name";
  EXPECT_EQ(
      change("POST", "/api/v1/users", R"({"user":"ann","role":"biomed","password":"four good long words"})").status,
      200);
  EXPECT_EQ(try_to_sign_in(running, "ann", "four good long words").status, 200);
  EXPECT_EQ(change("PATCH", "/api/v1/users", R"({"user":"ann","role":"director"})").status, 200);
  EXPECT_EQ(change("PATCH", "/api/v1/users", R"({"user":"ann","password":"short"})").status, 400);
  EXPECT_EQ(change("DELETE", "/api/v1/users?user=administrator", "").status, 400) << "the last administrator";
  const Asked removed = change("DELETE", "/api/v1/users?user=ann", "");
  EXPECT_EQ(removed.status, 200);
  EXPECT_EQ(removed.body.find("\"ann\""), std::string::npos) << removed.body;
  EXPECT_EQ(removed.body.find("argon2"), std::string::npos) << removed.body;
  EXPECT_EQ(try_to_sign_in(running, "ann", "four good long words").status, 401);
  EXPECT_TRUE(is_told(UserChanged{"ann", "added", "biomed", "administrator"}));
  EXPECT_TRUE(is_told(UserChanged{"ann", "role", "director", "administrator"}));
  EXPECT_TRUE(is_told(UserChanged{"ann", "removed", "", "administrator"}));
}

TEST_F(SignIn, ATokenLetsAProgramInUntilItIsRemoved) {
  const BrowserSession session = sign_in(running, Role::administrator);
  const Asked made = ask(running, "POST", "/api/v1/tokens", session.lines(),
                         R"({"user":"director","name":"grafana","role":"director"})");
  ASSERT_EQ(made.status, 200) << made.body;
  const std::string line = "Authorization: Bearer " + made.text("token");
  EXPECT_EQ(ask(running, "GET", "/api/v1/status", {line}).status, 200);
  EXPECT_EQ(ask(running, "POST", "/api/v1/tokens", session.lines(),
                R"({"user":"director","name":"x","role":"administrator"})")
                .status,
            400)
      << "more than its owner may";
  const std::string id = made.body.substr(6, made.body.find(',') - 6);
  EXPECT_EQ(ask(running, "DELETE", "/api/v1/tokens?id=" + id, session.lines()).status, 200);
  EXPECT_EQ(ask(running, "GET", "/api/v1/status", {line}).status, 401);
}

TEST_F(SignIn, OnesOwnPasswordIsChangedWithTheOldOne) {
  const BrowserSession session = sign_in(running, Role::biomed), other = sign_in(running, Role::biomed);
  const auto change = [&](const std::string& old) {
    return ask(running, "POST", "/api/v1/password", session.lines(),
               R"({"old":")" + old + R"(","new":"brand new words"})");
  };
  EXPECT_EQ(change("not the old one").status, 400);
  const Asked changed = change(RunningServer::password);
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(ask(running, "GET", "/api/v1/status", {other.cookie}).status, 401);
  EXPECT_EQ(ask(running, "GET", "/api/v1/status", {session.cookie}).status, 401);
  EXPECT_EQ(ask(running, "GET", "/api/v1/status", {session_of(changed).cookie}).status, 200);
}

TEST_F(SignIn, TakesJsonOnlyAndOnlyWhatItNames) {
  const auto post = [&](const std::string& type, const std::string& body) {
    return ask(running, "POST", "/api/v1/session",
               {"Content-Type: " + type, "Content-Length: " + std::to_string(body.size()), "", body})
        .status;
  };
  EXPECT_EQ(post("application/x-www-form-urlencoded", "user=biomed&password=x"), 415);
  EXPECT_EQ(post("text/plain", R"({"user":"biomed","password":"x"})"), 415);
  EXPECT_EQ(post("application/json", R"({"user":"biomed"})"), 400);
  EXPECT_EQ(post("application/json", R"({"user":"biomed","password":"x","admin":true})"), 400);
  EXPECT_EQ(post("application/json", R"({"user":["biomed"],"password":"x"})"), 400);
  EXPECT_EQ(post("application/json", std::string(70'000, ' ')), 413);
}

}  // namespace
}  // namespace isocenter::web
