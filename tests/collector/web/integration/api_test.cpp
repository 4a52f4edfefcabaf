#include <gtest/gtest.h>

#include <fstream>
#include <iostream>

#include "collector/report/run.hpp"
#include "collector/web/page_files.hpp"
#include "tests/collector/web/integration/running_server.hpp"

/// The routes as curl and other people's readers see them.
namespace isocenter::web {
namespace {

const std::string scripts = std::string{ISOCENTER_TESTS_DIR} + "/collector/web/integration/";

/// As a program with a token.
std::string curl(const RunningServer& running, const std::string& options, const std::string& target) {
  const std::string header = running.authorization(Role::administrator);
  return run("curl -sS -m 20 -H '" + header + "' " + options + " '" + running.url(target) + "'").output;
}
std::string curl(const RunningServer& running, const std::string& target) { return curl(running, "", target); }

std::string status_of(const RunningServer& running, const std::string& options, const std::string& target) {
  return curl(running, "-o /dev/null -w '%{http_code}' " + options, target);
}
std::string status_of(const RunningServer& running, const std::string& target) {
  return status_of(running, "", target);
}

void fill(report::SampleDatabase& sample) {
  sample.interval("ct1", "ready", "2026-11-24T06:00:00Z", "2026-11-24T08:00:00Z", "C");
  sample.interval("ct1", "in_use", "2026-11-24T08:00:00Z", std::nullopt, "A", "k1:e1");
  sample.interval("mr1", "down", "2026-11-24T06:00:00Z", std::nullopt, "B");
  sample.exam("k1:e1", "ct1", "2026-11-24T08:00:00Z", std::nullopt, "CT \"LOW, DOSE\"\r\nTHORAX", R"(["k1:a","k1:b"])");
  sample.exam("k1:e2", "mr1", "2026-11-24T05:00:00Z", "2026-11-24T05:20:00.125Z", "MR Schädel 頭部");
  sample.event("exam.started", "ct1", "2026-11-24T08:00:00Z", "2026-11-24T08:00:00.100Z",
               R"({"seq":1,"t":"x","type":"exam.started","device":"ct1","data":{"procedure":"CT, \"A\"","n":1.5}})");
  sample.event("node.started", std::nullopt, "2026-11-24T08:01:00Z", "2026-11-24T08:01:00Z",
               R"({"seq":2,"t":"x","type":"node.started","data":{}})");
  sample.event("outbox.gap", std::nullopt, "2026-11-24T08:02:00Z", "2026-11-24T08:02:00Z", std::nullopt, "gap", 5);
}

TEST(Routes, AnswerCurl) {
  RunningServer running;
  fill(running.database());
  for (const char* target : {"/", "/healthz", "/readyz", "/metrics", "/api/v1/status", "/api/v1/exams",
                             "/api/v1/intervals", "/api/v1/states", "/api/v1/events", "/api/v1/openapi.json"}) {
    EXPECT_EQ(status_of(running, target), "200") << target;
    EXPECT_EQ(status_of(running, "-I", target), "200") << "HEAD " << target;
    EXPECT_EQ(status_of(running, "-X DELETE", target), "405") << target;
  }
  EXPECT_EQ(status_of(running, "/favicon.ico"), "404");
}

TEST(Head, HasTheLengthOfGet) {
  RunningServer running;
  fill(running.database());
  const std::string length = curl(running, "-o /dev/null -w '%{size_download}'", "/api/v1/exams");
  const std::string head = curl(running, "-I", "/api/v1/exams");
  EXPECT_NE(head.find("Content-Length: " + length + "\r\n"), std::string::npos) << head;
  EXPECT_NE(head.find("Date: "), std::string::npos) << head;
  EXPECT_NE(head.find("Cache-Control: no-store\r\n"), std::string::npos) << head;
  EXPECT_NE(head.find("X-Content-Type-Options: nosniff\r\n"), std::string::npos) << head;
}

TEST(Page, IsOneShellAtEachAddressAndIsNotSentTwice) {
  RunningServer running;
  const std::string page = curl(running, "-i", "/");
  EXPECT_NE(page.find("Content-Type: text/html; charset=utf-8\r\n"), std::string::npos) << page;
  EXPECT_NE(page.find("Cache-Control: no-cache\r\n"), std::string::npos) << page;
  const std::string shell = curl(running, "/");
  for (const char* target : {"/device/mr2?from=2026-10-01", "/statement/mr-2026/mr2/2026-10-01?edition=2", "/events",
                             "/statements", "/unexplained", "/users", "/sign-in"}) {
    EXPECT_EQ(curl(running, target), shell) << target;
  }
  const std::size_t tag = page.find("ETag: ") + 6;
  const std::string etag = page.substr(tag, page.find("\r\n", tag) - tag);
  EXPECT_EQ(status_of(running, "-H 'If-None-Match: " + etag + "'", "/"), "304");
  EXPECT_EQ(status_of(running, "-H 'If-None-Match: \"other\"'", "/"), "200");
}

TEST(Page, ComesCompressedToWhoTakesThatAndIsTheSame) {
  RunningServer running;
  for (const PageFile& file : page_files()) {
    const std::string target = file.path == "/index.html" ? "/" : std::string{file.path};
    EXPECT_EQ(run("curl -sS '" + running.url(target) + "' | sha256sum").output,
              run("curl -sS --compressed '" + running.url(target) + "' | sha256sum").output)
        << target;
    const std::string head = curl(running, "-I -H 'Accept-Encoding: gzip, br'", target);
    EXPECT_EQ(head.find("Content-Encoding: gzip") != std::string::npos, !file.gzipped.empty()) << head;
    const bool is_kept = head.find("immutable") != std::string::npos;
    EXPECT_EQ(is_kept, file.path != "/index.html") << head;
  }
  EXPECT_EQ(status_of(running, "/index.html"), "404") << "it has its addresses already";
}

TEST(Health, TellsStuckFromNotReady) {
  RunningServer running;
  running.set_health(
      {.since_turn = std::chrono::seconds{1}, .store_open = true, .broker_connected = false, .reason = {}});
  EXPECT_EQ(status_of(running, "/healthz"), "200");
  EXPECT_EQ(status_of(running, "/readyz"), "503");
  EXPECT_NE(curl(running, "/readyz").find("broker"), std::string::npos);
  running.set_health(
      {.since_turn = std::chrono::seconds{16}, .store_open = true, .broker_connected = true, .reason = {}});
  EXPECT_EQ(status_of(running, "/healthz"), "503");
  EXPECT_EQ(status_of(running, "/readyz"), "503");
  EXPECT_NE(curl(running, "/api/v1/status?format=csv").find(",unknown,"), std::string::npos);
}

TEST(Events, LeadOnByTheirLinkHeader) {
  RunningServer running;
  fill(running.database());
  const std::string first = curl(running, "-i", "/api/v1/events?limit=2");
  EXPECT_NE(first.find("Link: </api/v1/events?after=2&limit=2>; rel=\"next\"\r\n"), std::string::npos) << first;
  const std::string second = curl(running, "-i", "/api/v1/events?after=2&limit=2");
  EXPECT_NE(second.find("Link: </api/v1/events?after=3&limit=2>; rel=\"monitor\"\r\n"), std::string::npos) << second;
  EXPECT_NE(second.find("\"outbox.gap\""), std::string::npos) << second;
  EXPECT_EQ(curl(running, "/api/v1/events?after=3"), "[]\n");
}

TEST(Reports, TooLargeForOneAnswerSayHowToNarrowThem) {
  Limits limits;
  limits.rows = 1;
  RunningServer running{limits};
  fill(running.database());
  EXPECT_NE(curl(running, "/api/v1/exams").find("narrow it by device, from and to"), std::string::npos);
  EXPECT_EQ(status_of(running, "/api/v1/exams"), "400");
  EXPECT_EQ(status_of(running, "/api/v1/exams?device=ct1"), "200");
}

TEST(Reports, AreTheSameInCsvAndJsonToPythonsReader) {
  report::SampleDatabase sample;
  fill(sample);
  const auto folder = sample.path().parent_path();
  auto reader = sample.reader();
  for (const report::ReportName name : report::report_names) {
    for (const report::Format format : {report::Format::csv, report::Format::json}) {
      std::ofstream out{folder / word(format)};
      const report::ReportRequest request{.name = name,
                                          .format = format,
                                          .device = {},
                                          .from = {},
                                          .to = {},
                                          .now = report::at("2026-11-24T12:00:00Z"),
                                          .site = report::sample_site()};
      ASSERT_EQ(run_report(request, reader, out, std::cerr), 0);
    }
    const Ran compared = run("/usr/bin/python3 " + scripts + "read_csv.py " + (folder / "csv").string() + " " +
                             (folder / "json").string());
    EXPECT_EQ(compared.exit, 0) << word(name) << ": " << compared.output;
  }
}

TEST(Description, IsValidAndHoldsForEveryRoute) {
  RunningServer running;
  fill(running.database());
  const Ran checked = run("/usr/bin/python3 " + scripts + "check_openapi.py " + running.url("") + " " + scripts +
                          "openapi-3.1.json " + running.token(Role::administrator));
  EXPECT_EQ(checked.exit, 0) << checked.output;
}

TEST(Metrics, AreWellFormedAndNamedAsFixed) {
  RunningServer running;
  fill(running.database());
  curl(running, "/metrics");
  running.database().writer().execute("UPDATE exam SET running_from = unixepoch() * 1000");
  const Ran checked =
      run("curl -sS " + running.url("/metrics") + " | /usr/bin/python3 " + scripts + "check_metrics.py");
  EXPECT_EQ(checked.exit, 0) << checked.output;
  for (const char* name :
       {"isocenter_build_info", "isocenter_events_ingested_total", "isocenter_events_rejected_total",
        "isocenter_ingest_lag_seconds", "isocenter_node_up", "isocenter_node_clock_offset_seconds",
        "isocenter_node_outbox_events", "isocenter_outbox_gap_events_total", "isocenter_device_state",
        "isocenter_device_state_seconds_total", "isocenter_store_wal_bytes", "isocenter_store_commit_seconds",
        "isocenter_store_free_bytes", "isocenter_broker_connected", "isocenter_http_requests_total"}) {
    EXPECT_NE(("\n" + checked.output).find(std::string{"\n"} + name + "\n"), std::string::npos) << name;
  }
}

TEST(Metrics, PassPromtool) {
  if (run("command -v promtool").exit != 0) {
    GTEST_SKIP() << "promtool is not here (Debian: prometheus); the format was checked by check_metrics.py";
  }
  RunningServer running;
  fill(running.database());
  const Ran checked = run("curl -sS " + running.url("/metrics") + " | promtool check metrics");
  EXPECT_EQ(checked.exit, 0) << checked.output;
}

TEST(Metrics, TellTheRestWithoutADatabase) {
  RunningServer running;
  std::filesystem::remove(running.database().path());
  const std::string text = curl(running, "/metrics");
  EXPECT_NE(text.find("isocenter_events_ingested_total{node=\"agent-ct1\"} 5"), std::string::npos) << text;
  EXPECT_EQ(text.find("isocenter_device_state{"), std::string::npos) << text;
  EXPECT_EQ(status_of(running, "/api/v1/exams"), "503");
}

}  // namespace
}  // namespace isocenter::web
