#include "collector/web/workers.hpp"

#include <gtest/gtest.h>

#include <future>

#include "collector/web/dispatch.hpp"
#include "tests/collector/report/sample_database.hpp"

namespace isocenter::web {
namespace {

constexpr const char* endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

Route reading(std::string sql) {
  return Route{.path = "/x",
               .summary = "",
               .description = "",
               .parameters = {},
               .by_worker = [sql](const Request&, DatabaseReader& reader) {
                 sqlite::Statement statement{reader.begin(), sql};
                 statement.step();
                 return Response{.status = 200, .body = statement.text(0)};
               }};
}

Response run(Workers& workers, const Route& route) {
  std::promise<Response> answer;
  EXPECT_TRUE(workers.submit([&](DatabaseReader* reader) {
    answer.set_value(run_by_worker(route, Request{}, reader, [](const std::string&) {}));
  }));
  return answer.get_future().get();
}

TEST(Workers, ReadTheDatabase) {
  report::SampleDatabase sample;
  Workers workers{sample.path(), Limits{}, 2};
  EXPECT_EQ(run(workers, reading("SELECT 42")).body, "42");
}

TEST(Workers, CannotWriteIt) {
  report::SampleDatabase sample;
  Workers workers{sample.path(), Limits{}, 2};
  EXPECT_EQ(run(workers, reading("DELETE FROM event")).status, 503);
}

TEST(Workers, EndAQueryThatTakesTooLongAndGoOn) {
  report::SampleDatabase sample;
  Limits limits;
  limits.workers = 1;
  limits.query_time = std::chrono::milliseconds{50};
  Workers workers{sample.path(), limits, limits.workers};
  const Response late = run(workers, reading(endless));
  EXPECT_EQ(late.status, 503);
  EXPECT_NE(late.body.find("narrow it"), std::string::npos) << late.body;
  EXPECT_EQ(run(workers, reading("SELECT 42")).body, "42");
}

TEST(Workers, TakeADatabaseThatComesLater) {
  report::SampleDatabase sample;
  const auto aside = sample.path().string() + ".aside";
  std::filesystem::rename(sample.path(), aside);
  Limits limits;
  limits.workers = 1;
  Workers workers{sample.path(), limits, limits.workers};
  EXPECT_EQ(run(workers, reading("SELECT 42")).status, 503);
  std::filesystem::rename(aside, sample.path());
  EXPECT_EQ(run(workers, reading("SELECT 42")).body, "42");
}

TEST(Workers, RefuseWhatWouldWaitTooLong) {
  report::SampleDatabase sample;
  Limits limits;
  limits.workers = 1;
  limits.waiting_requests = 1;
  std::promise<void> started, go_on;
  auto gate = go_on.get_future().share();
  Workers workers{sample.path(), limits, limits.workers};  // ends before what its jobs look at
  ASSERT_TRUE(workers.submit([&](DatabaseReader*) {
    started.set_value();
    gate.wait();
  }));
  started.get_future().wait();
  EXPECT_TRUE(workers.submit([](DatabaseReader*) {}));
  EXPECT_FALSE(workers.submit([](DatabaseReader*) {}));
  go_on.set_value();
}

TEST(Workers, StopInTheMiddleOfAQueryAndTurnTheRestAway) {
  report::SampleDatabase sample;
  Limits limits;
  limits.workers = 1;
  limits.query_time = std::chrono::hours{1};
  Workers workers{sample.path(), limits, limits.workers};
  std::promise<void> started;
  std::promise<Response> running;
  std::promise<bool> turned_away;
  const Route route = reading(endless);
  workers.submit([&](DatabaseReader* reader) {
    started.set_value();
    running.set_value(run_by_worker(route, Request{}, reader, {}));
  });
  workers.submit([&](DatabaseReader* reader) { turned_away.set_value(reader == nullptr); });
  started.get_future().wait();
  workers.stop();
  EXPECT_EQ(running.get_future().get().status, 503);
  EXPECT_TRUE(turned_away.get_future().get());
  EXPECT_FALSE(workers.submit([](DatabaseReader*) {}));
}

}  // namespace
}  // namespace isocenter::web
