#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "shared/wire/event_codec.hpp"
#include "tests/collector/command/run_collector.hpp"
#include "tests/collector/report/sample_database.hpp"

/// `isocenter-collector report statement` itself, over a store whose log has a contract.
namespace isocenter::collector {
namespace {

using namespace test;

const std::vector<std::string> terms{"[[contract]]",
                                     "name = \"mr-2026\"",
                                     "vendor = \"Example Imaging\"",
                                     "devices = [\"mr1\"]",
                                     "zone = \"America/New_York\"",
                                     "starts = 2026-06-01",
                                     "ends = 2026-07-31",
                                     "period = \"month\"",
                                     "covered.mon = [\"07:00-19:00\"]",
                                     "guaranteed_percent = 97.0",
                                     "limited_weight = 0.3333",
                                     "annual_price = \"36500.00\"",
                                     "currency = \"USD\"",
                                     "credit = [ { below_percent = 97.0, credit_percent = 2.0 } ]"};

class StatementProgram : public testing::Test {
 protected:
  StatementProgram() {
    const ContractLoaded loaded{.contract = "mr-2026", .terms = terms, .digest = {}};
    const Instant t = report::at("2026-06-01T04:00:00Z");
    const std::string when = "2026-06-01T04:00:00Z";
    sample.event("contract.loaded", std::nullopt, when, when, wire::format_event(1, {t, std::nullopt, loaded}));
    // Monday 1 June, 07:00-19:00 in New York, is 11:00Z to 23:00Z: 1.2 h down, then a second limited.
    sample.interval("mr1", "down", "2026-06-01T10:00:00Z", "2026-06-01T12:12:00Z", "B");
    sample.interval("mr1", "limited", "2026-06-01T12:12:00Z", "2026-06-01T12:12:01Z", "B");
    sample.interval("mr1", "ready", "2026-06-01T12:12:01Z", std::nullopt, "B");
    sample.derived_until("2026-07-01T04:00:00Z");
    std::ofstream{folder / "collector.toml"} << fmt::format(R"(site = "general"
title = "General Hospital"
zone = "America/New_York"
[outbox]
path = "collector.outbox"
[store]
url = "sqlite:{}"
[[device]]
name = "mr1"
modality = "MR"
[[device]]
name = "ct1"
modality = "CT"
)",
                                                            sample.path().string());
  }

  Ended run(const std::vector<std::string>& more) const {
    std::vector<std::string> words{"report", "statement", "--config", (folder / "collector.toml").string()};
    words.insert(words.end(), more.begin(), more.end());
    return run_collector(folder.path(), std::move(words));
  }
  Ended june(const std::string& format, std::vector<std::string> more = {}) const {
    std::vector<std::string> words{"--contract", "mr-2026",    "--device", "mr1",
                                   "--period",   "2026-06-01", "--format", format};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }

  fakes::TemporaryFolder folder;
  report::SampleDatabase sample;
};

TEST_F(StatementProgram, TellsTheSameFiguresInEveryFormat) {
  const Ended json = june("json"), csv = june("csv"), table = june("table");
  ASSERT_EQ(json.code, 0) << json.output;
  const auto corrected = nlohmann::json::parse(json.output).at("corrected");
  // Five Mondays: C = 216 000 000 ms; L = 4 320 000 + 1000 × 0.3333; 1 − 4 320 333.3 ÷ 216 000 000 = 0.979998456….
  EXPECT_EQ(corrected.at("covered_ms"), 216'000'000);
  EXPECT_EQ(corrected.at("lost_ms"), 4'320'333.3);
  EXPECT_EQ(corrected.at("uptime_percent"), "97.999845");
  for (const char* value : {"216000000", "4320333.3", "97.999845", "2159666.7", "333.3"}) {
    EXPECT_NE(csv.output.find(value), std::string::npos) << value << "\n" << csv.output;
    EXPECT_NE(table.output.find(value), std::string::npos) << value << "\n" << table.output;
  }
  EXPECT_NE(json.output.find("2159666.7"), std::string::npos);
}

TEST_F(StatementProgram, PrintsAPdf) {
  const Ended pdf = june("pdf");
  EXPECT_EQ(pdf.code, 0);
  EXPECT_TRUE(pdf.output.starts_with("%PDF-"));
  EXPECT_NE(pdf.output.find("%%EOF"), std::string::npos);
}

TEST_F(StatementProgram, SaysWhatIsMissingOrNotKnown) {
  const auto refused = [&](const std::vector<std::string>& words) {
    const Ended ended = run(words);
    EXPECT_EQ(ended.code, 2) << ended.output;
    return ended.output;
  };
  EXPECT_NE(refused({"--contract", "mr-2026"}).find("device: is missing"), std::string::npos);
  EXPECT_NE(refused({"--contract", "mr-2025", "--device", "mr1", "--period", "2026-06-01"}).find("mr-2026"),
            std::string::npos);
  EXPECT_NE(refused({"--contract", "mr-2026", "--device", "mr1", "--period", "2026-06-02"}).find("2026-06-01"),
            std::string::npos);
  EXPECT_NE(refused({"--contract", "mr-2026", "--device", "mr1", "--period", "June"}).find("is no local date"),
            std::string::npos);
  // By the option's name, though the API calls it otherwise.
  EXPECT_TRUE(refused({"--contract", "mr-2026", "--device", "mr1", "--period", "2026-06-02"}).starts_with("period: "));
  EXPECT_NE(refused({"--contract", "mr-2026", "--device", "ct1", "--period", "2026-06-01"})
                .find("device: \"ct1\" is not in contract mr-2026; of that there are mr1"),
            std::string::npos);
  EXPECT_NE(refused({"--contract", "", "--device", "mr1", "--period", "2026-06-01"}).find("contract: is missing"),
            std::string::npos);
  for (const char* edition : {"0", "x", "-1", "1.5", "99999999999999999999"}) {
    const std::string said = june("csv", {"--edition", edition}).output;
    EXPECT_NE(said.find(fmt::format("--edition: \"{}\" is no number from 1 on", edition)), std::string::npos) << said;
  }
  EXPECT_NE(june("docx").output.find("there are table, csv, json and pdf"), std::string::npos);
  EXPECT_NE(june("csv", {"--edition", "1"}).output.find("edition: 1 was not issued"), std::string::npos);
  EXPECT_EQ(june("csv", {"--edition", "0"}).code, 2);
  EXPECT_NE(june("csv", {"--from", "2026-06-01"}).output.find("give --period"), std::string::npos);
}

}  // namespace
}  // namespace isocenter::collector
