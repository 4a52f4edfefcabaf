#include <gtest/gtest.h>

#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>

#include "collector/report/uptime.hpp"
#include "collector/store/contract_versions.hpp"
#include "shared/wire/event_codec.hpp"
#include "tests/collector/contract/contract_case.hpp"
#include "tests/collector/web/integration/asking.hpp"

namespace isocenter::web {
namespace {

using Json = nlohmann::json;

constexpr int devices = 16;
const std::string until = "2026-11-18T15:30:00Z";

contract::Contract terms() {
  std::string names;
  for (int i = 0; i < devices; ++i) names += fmt::format("{}\"mr{}\"", i == 0 ? "" : ", ", i);
  return contract::testing::contract_of("devices = [" + names +
                                        "]\nzone = \"America/New_York\"\nstarts = 2026-01-01\nends = 2026-12-31\n"
                                        "guaranteed_percent = 97.0\n");
}

/// Every half hour something else, for more than a year; each device is down some hours each month, mr0 still.
void fill_year(report::SampleDatabase& sample) {
  sample.writer().execute("BEGIN");
  for (int device = 0; device < devices; ++device) {
    sqlite::Statement insert{sample.writer(),
                             "INSERT INTO interval (device, from_ms, to_ms, state, cause, grade, reason, source)"
                             " VALUES (?1, ?2, ?3, ?4, ?5, 'A', 'why', 'agent-ct1')"};
    const std::int64_t end = report::ms(until), step = 1'800'000;
    for (std::int64_t i = 0, from = end - 370LL * 48 * step; from < end; ++i, from += step) {
      const std::int64_t place = (i + 97 * device) % 1500;
      const bool is_down = place < 5 || (device == 0 && from + 7 * step > end);
      const char* state = is_down      ? "down"
                          : place < 8  ? "unknown"
                          : place < 12 ? "limited"
                          : i % 2 == 0 ? "in_use"
                                       : "ready";
      insert.bind(1, fmt::format("mr{}", device)).bind(2, from).bind(4, std::string_view{state});
      from + step < end ? insert.bind(3, from + step) : insert.bind_null(3);
      is_down&& i % 3 != 0 ? insert.bind(5, std::string_view{"equipment"}) : insert.bind_null(5);
      insert.run();
    }
  }
  sample.writer().execute("COMMIT");
  const Instant loaded = report::at("2026-01-01T00:00:00Z");
  for (const NewEvent& event : collector::contract_changes({}, {terms()}, loaded)) {
    sample.event("contract.loaded", std::nullopt, format_rfc3339(loaded), format_rfc3339(loaded),
                 wire::format_event(1, event));
  }
  sample.derived_until(until);
}

std::string decimal(const report::Cell& cell) { return report::to_text(cell); }

TEST(Fleet, AgreesWithTheUptimeReport) {
  RunningServer running;
  fill_year(running.database());
  const auto began = std::chrono::steady_clock::now();
  const Asked asked = ask(running, "GET", "/api/v1/fleet", {running.authorization()});
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
  std::cout << "a year of " << devices << " devices: one request took " << took.count() << " ms\n";
  ASSERT_EQ(asked.status, 200) << asked.head << asked.body;
  const Json fleet = Json::parse(asked.body);
  ASSERT_EQ(fleet["rows"].size(), static_cast<std::size_t>(devices));

  auto reader = running.database().reader();
  report::CollectRows collected;
  const contract::LocalDate day{std::chrono::year{2026} / 11 / 18};
  ASSERT_TRUE(report::write_uptime(
      {.contracts = {terms()}, .from = day, .to = day, .known_until = report::at(until)},
      [&](const DeviceName& device) { return report::read_history(device, report::at(until), reader); }, collected));
  ASSERT_EQ(collected.report.rows.size(), static_cast<std::size_t>(devices));
  int with_loss = 0;
  for (std::size_t i = 0; i < devices; ++i) {
    const Json& row = fleet["rows"][i];
    const report::Row& same = collected.report.rows[i];
    EXPECT_EQ(row["device"], decimal(same[1]));
    EXPECT_EQ(row["period"]["from"], decimal(same[2]));
    EXPECT_EQ(row["covered_ms"].dump(), decimal(same[4]));
    EXPECT_EQ(row["lost_ms"].dump(), decimal(same[5]));
    EXPECT_EQ(row["unknown_ms"].dump(), decimal(same[7]));
    EXPECT_EQ(row["uptime_percent"], decimal(same[9]));
    EXPECT_EQ(row["worst_percent"], decimal(same[10]));
    EXPECT_EQ(row["best_percent"], decimal(same[11]));
    EXPECT_EQ(row["days"].size(), 30u);
    EXPECT_TRUE(row["ends"].is_object()) << row.dump();
    with_loss += row["lost_ms"] > 0 ? 1 : 0;
  }
  EXPECT_GE(with_loss, 5);  // else there was nothing to compare
}

TEST(Fleet, SaysWhatADeviceDoesAndWhichHaveNoContract) {
  RunningServer running;
  fill_year(running.database());
  running.database().interval("ct1", "in_use", "2026-11-18T15:00:00Z", std::nullopt, "A");
  const Json fleet = Json::parse(ask(running, "GET", "/api/v1/fleet", {running.authorization()}).body);
  EXPECT_EQ(fleet["log_to"], "2026-11-18T15:30:00.000Z");
  EXPECT_EQ(fleet["rows"][0]["now"]["state"], "down");
  EXPECT_NE(fleet["rows"][0]["breaks_at"], nullptr);
  EXPECT_GT(fleet["unexplained"], 0);
  ASSERT_EQ(fleet["uncovered"].size(), 1u);  // of the site's two mr1 has one
  EXPECT_EQ(fleet["uncovered"][0]["device"], "ct1");
  EXPECT_EQ(fleet["uncovered"][0]["title"], "CT 1, \"new\" wing");
  EXPECT_EQ(fleet["uncovered"][0]["now"]["state"], "in_use");
  EXPECT_EQ(fleet["counts"]["in_use"], 1);
}

}  // namespace
}  // namespace isocenter::web
