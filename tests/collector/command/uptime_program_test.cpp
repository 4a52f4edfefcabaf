#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/collector/command/run_collector.hpp"
#include "tests/collector/report/sample_database.hpp"
#include "tests/fakes/temporary_folder.hpp"

/// `isocenter-collector report uptime` itself.
namespace isocenter::collector {
namespace {

using namespace test;

const std::string contract = R"([[contract]]
name = "mr-2026"
vendor = "Example Imaging"
devices = ["mr1", "ct1"]
zone = "America/New_York"
starts = 2026-06-01
ends = 2026-07-31
period = "month"
covered.mon = ["07:00-19:00"]
guaranteed_percent = 97.0
annual_price = "36500.00"
currency = "USD"
credit = [ { below_percent = 97.0, credit_percent = 2.0 } ]
)";

// 07:00-19:00 of Monday 1 June in New York is 11:00Z to 23:00Z. mr1 is down for 1.2 h of it; nobody saw the rest.
const std::string intervals =
    "device,state,from,to,cause\n"
    "mr1,down,2026-06-01T10:00:00Z,2026-06-01T12:12:00Z,equipment\n"
    "mr1,ready,2026-06-01T12:12:00Z,2026-06-02T04:00:00Z,\n";

class UptimeProgram : public testing::Test {
 protected:
  Ended run(std::vector<std::string> words) const {
    words.insert(words.begin(), "report");
    return run_collector(folder.path(), std::move(words));
  }
  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream{folder / name} << text;
    return (folder / name).string();
  }
  Ended over_files(std::vector<std::string> more) const {
    std::vector<std::string> words{"uptime", "--contracts", file("contracts.toml", contract), "--intervals",
                                   file("intervals.csv", intervals)};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }

  fakes::TemporaryFolder folder;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) {
    if (line.ends_with('\r')) line.pop_back();
    lines.push_back(line);
  }
  return lines;
}

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields{""};
  for (const char c : line) {
    if (c == ',') {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

const std::string columns =
    "contract,device,period_from,period_to,covered_ms,lost_ms,planned_ms,unknown_ms,excluded_ms,uptime_percent,"
    "worst_percent,best_percent,guaranteed_percent,margin_ms,credit,currency";

// June has five Mondays of 12 h = 216 000 000 ms, of which 172 800 000 ms nobody saw. C = 43 200 000, L = 72 min =
// 4 320 000: 1 − 1/10. worst: 1 − (4 320 000 + 172 800 000)/216 000 000 = 0.18; best: 1 − 4 320 000/216 000 000 =
// 0.98. margin: 1 296 000 − 4 320 000. 36 500.00 × 30/365 = 3000.00, 2 % of it. July has four Mondays.
const std::vector<std::string> june_and_july{
    columns,
    "mr-2026,mr1,2026-06-01,2026-06-30,43200000,4320000,0,172800000,0,90.000000,18.000000,98.000000,97.000000,"
    "-3024000,60.00,USD",
    "mr-2026,mr1,2026-07-01,2026-07-31,0,0,0,172800000,0,,0.000000,100.000000,97.000000,,0.00,USD",
    "mr-2026,ct1,2026-06-01,2026-06-30,0,0,0,216000000,0,,0.000000,100.000000,97.000000,,0.00,USD",
    "mr-2026,ct1,2026-07-01,2026-07-31,0,0,0,172800000,0,,0.000000,100.000000,97.000000,,0.00,USD"};

TEST_F(UptimeProgram, ChecksADisputeFromFilesAlone) {
  const Ended ended = over_files({"--format", "csv"});
  EXPECT_EQ(ended.code, 0) << ended.output;
  EXPECT_EQ(lines_of(ended.output), june_and_july);
}

TEST_F(UptimeProgram, NarrowsToADeviceAndToDays) {
  const Ended ended = over_files({"--format", "csv", "--device", "mr1", "--from", "2026-06-30", "--to", "2026-06-30"});
  EXPECT_EQ(ended.code, 0) << ended.output;
  EXPECT_EQ(lines_of(ended.output), (std::vector<std::string>{june_and_july[0], june_and_july[1]}));
}

TEST_F(UptimeProgram, SaysTheSameInEveryFormat) {
  const auto json = nlohmann::json::parse(over_files({"--format", "json"}).output);
  const auto table = lines_of(over_files({}).output);
  const auto names = fields_of(columns);
  ASSERT_EQ(json.size(), 4u);
  for (std::size_t row = 0; row < json.size(); ++row) {
    const auto fields = fields_of(june_and_july[row + 1]);
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto& value = json[row].at(names[i]);
      if (fields[i].empty()) {
        EXPECT_TRUE(value.is_null()) << names[i] << value;
      } else if (value.is_string()) {
        EXPECT_EQ(value.get<std::string>(), fields[i]) << names[i];
      } else {
        EXPECT_EQ(value.get<double>(), std::stod(fields[i])) << names[i];
      }
      if (!fields[i].empty()) {
        EXPECT_TRUE(std::any_of(table.begin(), table.end(),
                                [&](const std::string& line) {
                                  return line.find(fields[1]) != line.npos && line.find(fields[2]) != line.npos &&
                                         line.find(fields[i]) != line.npos;
                                }))
            << names[i] << " " << fields[i];
      }
    }
  }
}

TEST_F(UptimeProgram, EndsWith2AndWordsWhereItIsUsedWrongly) {
  const std::string contracts = file("contracts.toml", contract), times = file("intervals.csv", intervals);
  const std::string faults = file("faults.toml", contract + "outage_starts = \"reported\"\n");
  const std::string wrong = file("wrong.toml", contract + "unknwon = \"up\"\n");
  const std::string torn = file("torn.csv", "device,state,from,to\nmr1,down,2026-06-01T10:00:00Z,never\n");
  struct Wrong {
    std::vector<std::string> words;
    std::string said;
  };
  const std::vector<Wrong> cases{
      {{"uptime"}, "--intervals CSV with --contracts FILE"},
      {{"uptime", "--intervals", times}, "--contracts FILE"},
      {{"uptime", "--contracts", contracts}, "--config FILE"},
      {{"uptime", "--contracts", (folder / "none.toml").string(), "--intervals", times}, "none.toml"},
      {{"uptime", "--contracts", contracts, "--intervals", (folder / "none.csv").string()}, "none.csv"},
      {{"uptime", "--contracts", wrong, "--intervals", times}, "wrong.toml:14: unknown key"},
      {{"uptime", "--contracts", faults, "--intervals", times}, "an interval file tells no faults"},
      {{"uptime", "--contracts", contracts, "--intervals", torn}, "torn.csv:2: to"},
      {{"uptime", "--contracts", contracts, "--intervals", times, "--format", "cvs"}, "did you mean \"csv\"?"},
      {{"uptime", "--contracts", contracts, "--intervals", times, "--from", "June"}, "write e.g. 2026-11-24"},
      {{"uptime", "--contracts", contracts, "--intervals", times, "--from", "2026-07-01", "--to", "2026-06-30"},
       "lies before from"},
      {{"uptime", "--contracts", contracts, "--intervals", times, "--device", "mr11"}, "did you mean \"mr1\"?"},
      {{"states", "--intervals", times}, "belong to `report uptime`"},
      {{"states"}, "--config FILE"},
  };
  for (const Wrong& one : cases) {
    const Ended ended = run(one.words);
    EXPECT_EQ(ended.code, 2) << one.said << "\n" << ended.output;
    EXPECT_NE(ended.output.find(one.said), std::string::npos) << one.said << "\nsaid: " << ended.output;
    EXPECT_EQ(ended.output.find(columns), std::string::npos) << "no half report: " << ended.output;
  }
}

class UptimeOfStore : public UptimeProgram {
 protected:
  UptimeOfStore() {
    sample.interval("mr1", "down", "2026-06-01T10:00:00Z", "2026-06-01T12:12:00Z", "B");
    sample.interval("mr1", "ready", "2026-06-01T12:12:00Z", std::nullopt, "B");
  }
  std::string configuration(const std::string& more = "") const {
    return file("collector.toml", fmt::format(R"({}site = "general"
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
                                              more, sample.path().string()));
  }
  Ended report(std::vector<std::string> more = {}) const {
    std::vector<std::string> words{
        "uptime",   "--config", configuration(), "--contracts", file("contracts.toml", contract),
        "--format", "csv",      "--device",      "mr1"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }

  report::SampleDatabase sample;
};

TEST_F(UptimeOfStore, HasNeitherMarginNorCreditBeforeAPeriodEnds) {
  sample.derived_until("2026-06-08T23:00:00Z");
  const Ended ended = report();
  EXPECT_EQ(ended.code, 0) << ended.output;
  // Mondays 1 and 8 June: 24 h = 86 400 000 ms; 1 − 4 320 000/86 400 000. July has not begun.
  EXPECT_EQ(lines_of(ended.output),
            (std::vector<std::string>{columns,
                                      "mr-2026,mr1,2026-06-01,2026-06-30,86400000,4320000,0,0,0,95.000000,"
                                      "95.000000,95.000000,97.000000,,,USD"}));
}

TEST_F(UptimeOfStore, HasBothOnceItEnded) {
  sample.derived_until("2026-07-01T04:00:00Z");
  const Ended ended = report();
  // 5 × 12 h = 216 000 000 ms; 1 − 4 320 000/216 000 000 = 98 %; 6 480 000 − 4 320 000.
  EXPECT_EQ(lines_of(ended.output),
            (std::vector<std::string>{columns,
                                      "mr-2026,mr1,2026-06-01,2026-06-30,216000000,4320000,0,0,0,98.000000,"
                                      "98.000000,98.000000,97.000000,2160000,0.00,USD"}));
}

TEST_F(UptimeOfStore, AgreesWithItsOwnIntervalsAsAFile) {
  sample.derived_until("2026-09-01T00:00:00Z");
  sample.writer().execute("UPDATE interval SET to_ms = 1788220800000 WHERE to_ms IS NULL");  // 2026-09-01
  const Ended exported = run({"intervals", "--config", configuration(), "--format", "csv"});
  ASSERT_EQ(exported.code, 0) << exported.output;
  const Ended again = run({"uptime", "--contracts", file("contracts.toml", contract), "--intervals",
                           file("exported.csv", exported.output), "--format", "csv", "--device", "mr1"});
  EXPECT_EQ(again.code, 0) << again.output;
  EXPECT_EQ(lines_of(again.output), lines_of(report().output));
  EXPECT_EQ(lines_of(again.output).size(), 3u);
}

TEST_F(UptimeOfStore, TakesTheConfigurationsContracts) {
  sample.derived_until("2026-07-01T04:00:00Z");
  file("contracts.toml", contract);
  const Ended ended = run({"uptime", "--config", configuration("contracts = \"contracts.toml\"\n"), "--format", "csv"});
  EXPECT_EQ(ended.code, 0) << ended.output;
  EXPECT_EQ(lines_of(ended.output).size(), 3u);
  const Ended none = run({"uptime", "--config", configuration(), "--format", "csv"});
  EXPECT_EQ(none.code, 2);
  EXPECT_NE(none.output.find("give --contracts FILE"), std::string::npos) << none.output;
}

TEST_F(UptimeOfStore, RefusesContractsForDevicesItDoesNotHave) {
  std::string other = contract;
  other.replace(other.find("\"ct1\""), 5, "\"ct2\"");
  const Ended ended = run({"uptime", "--config", configuration(), "--contracts", file("contracts.toml", other)});
  EXPECT_EQ(ended.code, 2);
  EXPECT_NE(ended.output.find("contracts.toml:4"), std::string::npos) << ended.output;
  EXPECT_NE(ended.output.find("ct2"), std::string::npos) << ended.output;
}

TEST_F(UptimeOfStore, NeverWrites) {
  sample.derived_until("2026-07-01T04:00:00Z");
  sample.writer().execute("PRAGMA wal_checkpoint(TRUNCATE)");
  const auto bytes = [&] {
    std::ostringstream all;
    all << std::ifstream{sample.path(), std::ios::binary}.rdbuf();
    return all.str();
  };
  const std::string before = bytes();
  EXPECT_EQ(report().code, 0);
  EXPECT_EQ(bytes(), before);
}

}  // namespace
}  // namespace isocenter::collector
