#include <fmt/format.h>
#include <gtest/gtest.h>

#include <future>
#include <nlohmann/json.hpp>

#include "collector/contract/format_contract.hpp"
#include "collector/contract/read_contracts.hpp"
#include "collector/verification.hpp"
#include "collector/web/routes.hpp"
#include "tests/collector/bench.hpp"
#include "tests/collector/web/integration/asking.hpp"

/// A biomed's work on a statement, through the web server and the real collector's loop: what is said goes into the
/// log, and comes back from there.
namespace isocenter::collector {
namespace {

using nlohmann::json;
using web::Role;

constexpr std::string_view terms = R"([[contract]]
name = "ct-one-day"
vendor = "Example Imaging"
devices = ["ct1"]
zone = "UTC"
starts = {0}
ends = {0}
period = "month"
covered.mon = ["08:00-18:00"]
covered.tue = ["08:00-18:00"]
covered.wed = ["08:00-18:00"]
covered.thu = ["08:00-18:00"]
covered.fri = ["08:00-18:00"]
covered.sat = ["08:00-18:00"]
covered.sun = ["08:00-18:00"]
guaranteed_percent = 97.0
unknown = "up"
annual_price = "36500.00"
currency = "USD"
credit = [ {{ below_percent = 97.0, credit_percent = 10.0 }} ]
)";

/// The contract is of the day before yesterday, when nobody observed anything yet; that counts as up.
class StatementDesk : public testing::Test {
 protected:
  StatementDesk() {
    // The routes and the sessions go by the machine's clock, so the collector does too.
    bench.skip(web::now_utc() - bench.now());
    bench.contracts() = contract::parse_contracts(fmt::format(terms, day), "test").value();
    bench.start_collector();
    bench.pass(std::chrono::seconds{3});
    server = std::make_unique<web::RunningServer>(web::Limits{}, [this](web::Options& options) {
      options.users = options.database.string() + ".users";
      options.database = bench.store_path();
      options.say = [this](std::vector<NewEvent> events) {
        return bench.collector().say(std::move(events), std::chrono::minutes{1});
      };
    });
  }

  /// The loop turns while the request waits for it.
  web::Asked ask(const std::string& method, const std::string& target, const std::string& body = "",
                 Role role = Role::biomed) {
    auto asked = std::async(std::launch::async,
                            [&] { return web::ask(*server, method, target, {server->authorization(role)}, body); });
    while (asked.wait_for(std::chrono::milliseconds{1}) != std::future_status::ready) {
      bench.turn(std::chrono::milliseconds{1});
    }
    return asked.get();
  }
  json get(const std::string& target) {
    const web::Asked asked = ask("GET", target);
    EXPECT_EQ(asked.status, 200) << asked.body;
    return json::parse(asked.body);
  }
  json post(const std::string& target, const json& body, int status = 200) {
    const web::Asked asked = ask("POST", target, body.dump());
    EXPECT_EQ(asked.status, status) << asked.body;
    return json::parse(asked.body);
  }
  std::string statement(const std::string& more = "") const {
    return "/api/v1/statement?contract=ct-one-day&device=ct1&period_from=" + day + more;
  }
  json correction(const std::string& from, const std::string& to, const json& more) const {
    json made{{"device", "ct1"},
              {"from", day + "T" + from + ":00Z"},
              {"to", day + "T" + to + ":00Z"},
              {"reason", "as the service report of that day says"}};
    made.update(more);
    return made;
  }
  json down(const std::string& from, const std::string& to) const {
    return correction(from, to, {{"reading", "reclassified"}, {"state", "down"}, {"cause", "equipment"}});
  }
  const json period{{"contract", "ct-one-day"}, {"device", "ct1"}};
  json issue(int status = 200) {
    json body = period;
    body["period_from"] = day;
    return post("/api/v1/statements", body, status);
  }

  const std::string day = contract::date_text(
      contract::LocalDate{std::chrono::floor<std::chrono::days>(web::now_utc() - std::chrono::hours{48})});
  test::Bench bench;
  std::unique_ptr<web::RunningServer> server;
};

TEST_F(StatementDesk, ACorrectionIsAnEventThatTheDraftShowsInBothReadings) {
  EXPECT_EQ(get(statement()).at("corrected").at("uptime_percent"), "100.000000");
  const json said = post("/api/v1/corrections", down("09:00", "10:00"));
  EXPECT_EQ(said.at("node"), "collector");
  const json draft = get(statement());
  EXPECT_EQ(draft.at("statement"), nullptr);
  EXPECT_EQ(draft.at("state"), "draft");
  EXPECT_EQ(draft.at("recorded").at("uptime_percent"), "100.000000");
  EXPECT_EQ(draft.at("corrected").at("uptime_percent"), "90.000000");  // one of ten hours
  EXPECT_EQ(draft.at("corrected").at("credit"), "10.00");              // 10 % of 36 500 ÷ 365
  bool found = false;
  for (const json& line : draft.at("lines")) {
    if (line.at("part") != "down") continue;
    found = true;
    EXPECT_EQ(line.at("corrected_ms"), 3'600'000);
    EXPECT_EQ(line.at("recorded_ms"), nullptr);
    EXPECT_EQ(line.at("corrections").at(0).at("seq"), said.at("seq"));
    EXPECT_EQ(line.at("corrections").at(0).at("digest"), said.at("digest"));
    EXPECT_EQ(line.at("corrections").at(0).at("by"), "biomed");
  }
  EXPECT_TRUE(found);
}

TEST_F(StatementDesk, CountsTheSameAsTheReportOfUptime) {
  post("/api/v1/corrections", down("09:00", "10:30"));
  const json row = get("/api/v1/uptime").at(0), draft = get(statement()).at("corrected");
  for (const char* figure : {"covered_ms", "lost_ms", "planned_ms", "unknown_ms", "excluded_ms", "uptime_percent",
                             "worst_percent", "best_percent", "margin_ms", "credit"}) {
    EXPECT_EQ(row.at(figure), draft.at(figure)) << figure;
  }
}

TEST_F(StatementDesk, WhatIsIssuedStaysAndWhatChangesLaterMakesANewEdition) {
  post("/api/v1/corrections", down("09:00", "10:00"));
  const json issued = issue();
  EXPECT_EQ(issued.at("statement"), "ct-one-day/ct1/" + day + "/1");
  EXPECT_EQ(issued.at("edition"), 1);
  EXPECT_NE(issue(400).at("detail").get<std::string>().find("nothing has changed since edition 1"), std::string::npos);
  const json first = get(statement("&edition=1"));
  EXPECT_EQ(first.at("state"), "issued");
  EXPECT_EQ(first.at("changed_since_issue"), false);
  EXPECT_EQ(first.at("issued").at("by"), "biomed");

  post("/api/v1/corrections", down("10:00", "12:00"));
  const json kept = get(statement("&edition=1"));
  EXPECT_EQ(kept.at("changed_since_issue"), true);
  for (const char* member : {"recorded", "corrected", "lines", "contract", "log_row", "figures"}) {
    EXPECT_EQ(kept.at(member), first.at(member)) << member;
  }
  EXPECT_EQ(issue().at("edition"), 2);
  const json second = get(statement("&edition=2"));
  EXPECT_EQ(second.at("corrected").at("uptime_percent"), "70.000000");
  EXPECT_EQ(second.at("editions").size(), 2u);
  EXPECT_EQ(second.at("editions").at(0).at("uptime_percent"), "90.000000");
  EXPECT_EQ(get(statement("&edition=1")).at("corrected").at("uptime_percent"), "90.000000");
  EXPECT_EQ(ask("GET", statement("&edition=3")).status, 400);

  Store store{bench.store_path(), Store::Use::read};
  EXPECT_TRUE(verify_chains(store.database()).faults.empty());
}

TEST_F(StatementDesk, AnAlteredDocumentIsNotShown) {
  issue();
  bench.kill_collector();  // someone at the file itself
  sqlite::Database file{bench.store_path()};
  file.execute("UPDATE event SET bytes = replace(bytes, 'Example', 'Exbmple') WHERE type = 'statement.page'");
  const web::Asked asked = web::ask(*server, "GET", statement("&edition=1"), {server->authorization(Role::biomed)});
  EXPECT_EQ(asked.status, 503);
  EXPECT_NE(asked.body.find("its digest differs"), std::string::npos) << asked.body;
}

TEST_F(StatementDesk, AClaimGoesFromIssuedToPaid) {
  post("/api/v1/corrections", down("09:00", "10:00"));
  const std::string id = issue().at("statement");
  const auto step = [&](const std::string& which, const json& more, int status = 200) {
    json body{{"statement", id},
              {"step", which},
              {"amount", "10.00"},
              {"on", contract::date_text(contract::LocalDate{std::chrono::floor<std::chrono::days>(web::now_utc())})}};
    body.update(more);
    return post("/api/v1/claims", body, status);
  };
  EXPECT_NE(step("paid", json::object(), 400).at("detail").get<std::string>().find("next it is claimed"),
            std::string::npos);
  step("claimed", {{"reference", "CR-17"}});
  EXPECT_EQ(get(statement("&edition=1")).at("state"), "claimed");
  step("answered", {{"outcome", "contested"},
                    {"times", json::array({{{"from", day + "T09:00:00.000Z"},
                                            {"to", day + "T10:00:00.000Z"},
                                            {"vendor_from", day + "T09:10:00.000Z"},
                                            {"vendor_to", day + "T09:50:00.000Z"}}})}});
  const json contested = get(statement("&edition=1"));
  EXPECT_EQ(contested.at("state"), "contested");
  EXPECT_EQ(contested.at("claims").at(1).at("times").at(0).at("length_difference_ms"), -1'200'000);
  step("answered", {{"outcome", "accepted"}, {"amount", "8.00"}});
  step("paid", {{"amount", "8.00"}, {"currency", "EUR"}}, 400);
  step("paid", {{"amount", "8"}});
  const json paid = get(statement("&edition=1"));
  EXPECT_EQ(paid.at("state"), "paid");
  EXPECT_EQ(paid.at("claims").at(3).at("amount"), "8.00");
  EXPECT_EQ(paid.at("claims").at(3).at("currency"), "USD");
  EXPECT_EQ(get("/api/v1/statements").at(0).at("state"), "paid");
}

TEST_F(StatementDesk, TheQueueOfTheUnexplainedEmptiesAsCausesAreTold) {
  EXPECT_EQ(get("/api/v1/unexplained"), json::array());
  post("/api/v1/corrections", correction("09:00", "10:00", {{"reading", "reclassified"}, {"state", "down"}}));
  const json queue = get("/api/v1/unexplained");
  ASSERT_EQ(queue.size(), 1u);
  EXPECT_EQ(queue.at(0).at("from"), day + "T09:00:00.000Z");
  EXPECT_EQ(queue.at(0).at("lost_ms"), 3'600'000);
  EXPECT_EQ(queue.at(0).at("period_from"), day);
  post("/api/v1/corrections", correction("09:00", "10:00", {{"reading", "explained"}, {"cause", "facility"}}));
  EXPECT_EQ(get("/api/v1/unexplained"), json::array());
}

TEST_F(StatementDesk, AnIssuedPeriodLeavesTheQueue) {
  post("/api/v1/corrections", correction("09:00", "10:00", {{"reading", "reclassified"}, {"state", "down"}}));
  issue();
  EXPECT_EQ(get("/api/v1/unexplained"), json::array());
}

TEST_F(StatementDesk, RefusesCorrectionsThatSayNothing) {
  const auto refused = [&](const json& body) {
    return post("/api/v1/corrections", body, 400).at("detail").get<std::string>();
  };
  EXPECT_NE(refused(correction("09:00", "10:00", {{"reading", "explained"}, {"cause", "it"}}))
                .find("nothing was down or limited there"),
            std::string::npos);
  EXPECT_NE(refused(correction("09:00", "10:00", {{"reading", "restored"}})).find("nothing was corrected there"),
            std::string::npos);
  EXPECT_NE(refused(correction("10:00", "09:00", {{"reading", "disputed"}})).find("to: must be after from"),
            std::string::npos);
  EXPECT_NE(refused(correction("09:00", "10:00", {{"reading", "reclassified"}})).find("state: is missing"),
            std::string::npos);
  EXPECT_NE(refused(correction("09:00", "10:00", {{"reading", "reclassified"}, {"state", "ready"}, {"cause", "it"}}))
                .find("cause: goes with"),
            std::string::npos);
  json unknown = down("09:00", "10:00");
  unknown["device"] = "ct9";
  EXPECT_NE(refused(unknown).find("did you mean \"ct1\"?"), std::string::npos);
  json future = down("09:00", "10:00");
  future["to"] = "9000-01-01T00:00:00Z";
  EXPECT_NE(refused(future).find("lies in the future"), std::string::npos);
  EXPECT_EQ(test::query(bench.store_path(), "SELECT count(*) FROM event WHERE type = 'interval.corrected'"), 0);
}

TEST_F(StatementDesk, OnlyBiomedMaySayAnything) {
  for (const char* target : {"/api/v1/corrections", "/api/v1/statements", "/api/v1/claims"}) {
    EXPECT_EQ(ask("POST", target, "{}", Role::technologist).status, 403) << target;
  }
  EXPECT_EQ(ask("GET", "/api/v1/unexplained", "", Role::technologist).status, 403);
  EXPECT_EQ(ask("GET", statement(), "", Role::technologist).status, 200);
}

TEST_F(StatementDesk, EveryFormatTellsTheSameFigures) {
  post("/api/v1/corrections", down("09:00", "10:00"));
  issue();
  const json document = get(statement("&edition=1"));
  const std::string csv = ask("GET", statement("&edition=1&format=csv")).body;
  for (const char* total : {"covered_ms", "lost_ms", "uptime_percent", "credit", "margin_ms"}) {
    const json& value = document.at("corrected").at(total);
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    const std::size_t row = csv.find(std::string{"total,"} + total + ",");
    ASSERT_NE(row, std::string::npos) << csv;
    EXPECT_NE(csv.substr(row, csv.find('\n', row) - row).find("," + text + ","), std::string::npos) << total << csv;
  }
  const web::Asked pdf = ask("GET", statement("&edition=1&format=pdf"));
  EXPECT_EQ(pdf.status, 200);
  EXPECT_EQ(pdf.field("Content-Type"), "application/pdf");
  EXPECT_TRUE(pdf.body.starts_with("%PDF-"));
}

TEST_F(StatementDesk, NamesWhatIsNearWhereNothingIsFound) {
  const auto detail = [&](const std::string& target) {
    const web::Asked asked = ask("GET", target);
    EXPECT_EQ(asked.status, 400) << asked.body;
    return asked.body;
  };
  EXPECT_NE(detail("/api/v1/statement?contract=ct-one-dya&device=ct1&period_from=" + day).find("ct-one-day"),
            std::string::npos);
  EXPECT_NE(detail("/api/v1/statement?contract=ct-one-day&device=ct2&period_from=" + day).find("ct1"),
            std::string::npos);
  EXPECT_NE(detail("/api/v1/statement?contract=ct-one-day&device=ct1&period_from=1999-01-01").find(day),
            std::string::npos);
  EXPECT_NE(detail("/api/v1/statement?contract=ct-one-day&device=ct1&period_from=today").find("is no local date"),
            std::string::npos);
}

}  // namespace
}  // namespace isocenter::collector
