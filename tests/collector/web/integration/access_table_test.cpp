#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <sstream>

#include "tests/collector/web/integration/asking.hpp"

/// Every route of the real table, asked by everybody there is; and the table in docs/access.md.
namespace isocenter::web {
namespace {

std::string target_of(const Route& route) {
  std::string target = route.path;
  if (target.ends_with('*')) target.back() = 'x';
  return target;
}

enum class Fate { let_in, not_signed_in, not_allowed };

Fate fate_of(const Asked& asked) {
  if (asked.status == 401 && asked.body.find("not-signed-in") != std::string::npos) return Fate::not_signed_in;
  return asked.status == 403 ? Fate::not_allowed : Fate::let_in;
}

std::string name_of(const Route& route) { return route.method + " " + route.path; }

class AccessTable : public testing::Test {
 protected:
  AccessTable()
      : running{{}, [this](Options& options) {
                  options.clock = [this] { return access::Time{std::chrono::seconds{turned_s}}; };
                }} {}

  const std::vector<Route>& routes() { return running.server().routes(); }
  /// Asks for each route anew, since some end the session they are asked with.
  template <typename MakeLines>
  void walk(MakeLines make_lines, const std::function<Fate(const Route&)>& expected, const std::string& who) {
    for (const Route& route : routes()) {
      const Asked asked = ask(running, route.method, target_of(route), make_lines());
      EXPECT_EQ(fate_of(asked), expected(route)) << who << ": " << name_of(route) << ": " << asked.head << asked.body;
      EXPECT_NE(asked.status, 500) << who << ": " << name_of(route);
      EXPECT_NE(asked.status, 0) << who << ": " << name_of(route);
    }
  }

  std::atomic<std::int64_t> turned_s = 1'000'000;
  RunningServer running;
};

Fate open_or_not_signed_in(const Route& route) { return route.least ? Fate::not_signed_in : Fate::let_in; }

TEST_F(AccessTable, NobodySeesOnlyWhatIsOpenToAll) {
  walk([] { return Lines{}; }, open_or_not_signed_in, "nobody");
  std::vector<std::string> open;
  for (const Route& route : routes()) {
    if (!route.least && route.described) open.push_back(name_of(route));
    EXPECT_TRUE(route.described || !route.path.starts_with("/api/")) << route.path;
  }
  EXPECT_EQ(open, (std::vector<std::string>{"GET /healthz", "GET /readyz", "GET /api/v1/session",
                                            "POST /api/v1/session", "DELETE /api/v1/session", "GET /metrics"}));
}

TEST_F(AccessTable, EachRoleSeesWhatTheTableSays) {
  for (const Role role : access::roles) {
    walk([&] { return sign_in(running, role).lines(); },
         [&](const Route& route) { return !route.least || role >= *route.least ? Fate::let_in : Fate::not_allowed; },
         std::string{word(role)});
  }
}

TEST_F(AccessTable, ATokenSeesTheSameButWhatIsForPeople) {
  for (const Role role : access::roles) {
    walk([&] { return Lines{running.authorization(role)}; },
         [&](const Route& route) {
           if (!route.least) return Fate::let_in;
           return role >= *route.least && !route.people_only ? Fate::let_in : Fate::not_allowed;
         },
         "a token of " + std::string{word(role)});
  }
}

TEST_F(AccessTable, OnlyAnAdministratorReadsWhoCameIn) {
  running.database().event("session.opened", std::nullopt, "2026-11-18T15:00:00Z", "2026-11-18T15:00:00Z",
                           R"({"data":{"user":"ada"}})");
  for (const Role role : access::roles) {
    const Asked asked = ask(running, "GET", "/api/v1/events?type=session", {running.authorization(role)});
    EXPECT_EQ(asked.status, 200) << asked.body;
    EXPECT_EQ(asked.body.find("ada") != std::string::npos, role == Role::administrator) << word(role) << asked.body;
  }
}

TEST_F(AccessTable, NoSessionThatIsOverAndNoTokenThatIsNoneSeesAnything) {
  const BrowserSession stolen = sign_in(running, Role::administrator);
  ask(running, "DELETE", "/api/v1/session", stolen.lines());
  walk([&] { return stolen.lines(); }, open_or_not_signed_in, "a session that was ended");
  const BrowserSession idle = sign_in(running, Role::administrator);
  turned_s += 15 * 60;
  walk([&] { return idle.lines(); }, open_or_not_signed_in, "a session that has expired");
  walk([] { return Lines{"Cookie: isocenter=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}; }, open_or_not_signed_in, "a guess");
  walk([&] { return Lines{running.authorization(Role::administrator) + "A"}; }, open_or_not_signed_in, "a wrong token");
  walk([&] { return Lines{"Authorization: Basic YWRtaW5pc3RyYXRvcjp4"}; }, open_or_not_signed_in, "a password");
}

TEST_F(AccessTable, EachChangeTakesTheCsrfToken) {
  for (const Route& route : routes()) {
    if (!is_change(route.method) || route.opens_session) continue;
    turned_s += 1;  // of many sessions the oldest go
    const BrowserSession here = sign_in(running, Role::administrator);
    const BrowserSession other = sign_in(running, Role::administrator);
    for (const Lines& lines : {Lines{here.cookie}, Lines{here.cookie, "X-CSRF-Token: "}, Lines{here.cookie, other.csrf},
                               Lines{here.cookie, here.csrf + "A"}}) {
      const Asked asked = ask(running, route.method, target_of(route), lines);
      EXPECT_EQ(asked.status, 403) << name_of(route);
      EXPECT_NE(asked.body.find("no-csrf-token"), std::string::npos) << asked.body;
    }
    EXPECT_EQ(ask(running, "GET", "/api/v1/session", {here.cookie}).text("user"), "administrator") << name_of(route);
  }
}

TEST_F(AccessTable, NoChangeIsMadeFromAnotherSite) {
  const std::string port = std::to_string(running.port());
  for (const Route& route : routes()) {
    if (!is_change(route.method)) continue;
    const BrowserSession here = sign_in(running, Role::administrator);
    for (const std::string& sign :
         {std::string{"Origin: http://evil.example"}, std::string{"Origin: null"},
          "Origin: http://127.0.0.1:" + port + ".evil.example", std::string{"Origin: http://127.0.0.1"},
          std::string{"Sec-Fetch-Site: cross-site"}, std::string{"Sec-Fetch-Site: same-site"}}) {
      const Asked asked = ask(running, route.method, target_of(route), {here.cookie, here.csrf, sign});
      EXPECT_EQ(asked.status, 403) << name_of(route) << " " << sign;
      EXPECT_NE(asked.body.find("other-site"), std::string::npos) << asked.body;
    }
    const Asked own = ask(running, route.method, target_of(route),
                          {here.cookie, here.csrf, "Origin: http://127.0.0.1:" + port, "Sec-Fetch-Site: same-origin"});
    EXPECT_NE(own.status, 403) << name_of(route);
  }
}

TEST_F(AccessTable, StandsInTheManual) {
  std::string table;
  for (const Route& route : routes()) {
    if (!route.described) continue;
    table += fmt::format("| {} | `{}` | {}{} |\n", route.method, route.path,
                         route.least ? word(*route.least) : std::string_view{"everyone"},
                         route.people_only ? ", no token" : "");
  }
  std::ostringstream manual;
  manual << std::ifstream{std::string{ISOCENTER_TESTS_DIR} + "/../docs/access.md"}.rdbuf();
  EXPECT_NE(manual.str().find("|---|---|---|\n" + table + "\n"), std::string::npos)
      << "docs/access.md must have this table, whole:\n"
      << table;
}

}  // namespace
}  // namespace isocenter::web
