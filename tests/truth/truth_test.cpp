#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <ranges>
#include <set>
#include <sstream>

#include "collector/contract/format_contract.hpp"
#include "collector/store/store.hpp"
#include "tests/fakes/child_process.hpp"
#include "tests/truth/department.hpp"
#include "tests/truth/expected.hpp"

/// Thirty days of a department whose truth is written before it runs. What the collector says of states and contracts
/// must be, to the millisecond, what could be known of it.
namespace isocenter::truth {
namespace {

using contract::Contract;
using contract::TenThousandths;

constexpr int devices = 6;
constexpr std::chrono::days length{30};
// 00:00 of Tuesday 20 October 2026 in New York; clocks go back on 1 November.
const Instant begin = std::chrono::sys_days{std::chrono::year{2026} / 10 / 20} + std::chrono::hours{4};

Contract base(const std::string& name) {
  Contract terms;
  terms.name = name;
  terms.vendor = "Example Imaging";
  for (int number = 1; number <= devices; ++number) {
    terms.devices.push_back(DeviceName::parse("mr" + std::to_string(number)).value());
  }
  terms.zone = "America/New_York";
  terms.starts = std::chrono::year{2026} / 10 / 18;  // two days before anything was observed
  terms.ends = std::chrono::year{2026} / 11 / 18;
  terms.annual_price.units = 18'000'000;
  terms.currency = "USD";
  return terms;
}

std::vector<Contract> contracts() {
  const auto weekdays = [](int from, int to) {
    std::vector<LocalSpan> spans;
    for (int day = 1; day <= 5; ++day) spans.push_back({day, from, to});
    return spans;
  };
  Contract plain = base("plain"), whole = base("whole"), strict = base("strict"), told = base("told");
  plain.covered = weekdays(7 * 60, 19 * 60);
  plain.guaranteed_percent = TenThousandths{970'000};
  plain.holidays = {std::chrono::year{2026} / 11 / 11};

  for (int day = 1; day <= 7; ++day) whole.covered.push_back({day, 0, 24 * 60});
  whole.guaranteed_percent = TenThousandths{950'000};
  whole.unknown = contract::UnknownTime::down;
  whole.excluded_causes = {Cause::facility, Cause::user, Cause::unexplained};
  whole.minimum_outage = std::chrono::minutes{30};
  whole.limited_weight = TenThousandths{2500};

  strict.covered = weekdays(22 * 60, 30 * 60);  // nights
  strict.allowed_lost_hours = TenThousandths{40'000};
  strict.planned_down = contract::PlannedDown::lost;
  strict.unknown = contract::UnknownTime::up;
  strict.limited_weight = TenThousandths{10'000};

  told.covered = weekdays(6 * 60, 21 * 60);
  told.covered.push_back({6, 8 * 60, 12 * 60});
  told.guaranteed_percent = TenThousandths{990'000};
  told.planned_down = contract::PlannedDown::up;
  told.outage_starts = contract::OutageStarts::reported;
  told.outage_ends = contract::OutageEnds::released;
  told.excluded_causes = {Cause::it};
  return {plain, whole, strict, told};
}

std::string text_of(const Stretch& stretch) {
  const bool has_cause = stretch.state == EquipmentState::down || stretch.state == EquipmentState::limited ||
                         stretch.state == EquipmentState::planned_down;
  return fmt::format("{} {} {}{}{}", format_rfc3339(stretch.when.from), format_rfc3339(stretch.when.to),
                     word(stretch.state), has_cause ? " " : "", has_cause ? word(stretch.cause) : "");
}

std::vector<std::string> texts_of(const std::vector<Stretch>& stretches) {
  std::vector<std::string> texts;
  for (const Stretch& stretch : stretches) texts.push_back(text_of(stretch));
  return texts;
}

/// A line each; the first of them.
std::string differences(const std::vector<std::string>& recorded, const std::vector<std::string>& expected) {
  std::set<std::string> lines;
  const auto put = [&](const auto& all, const auto& others, const char* whose) {
    for (const std::string& text : all) {
      if (std::ranges::find(others, text) == others.end()) lines.insert(fmt::format("{} {}\n", text, whose));
    }
  };
  put(recorded, expected, "was recorded");
  put(expected, recorded, "was expected");
  std::string text;
  for (const std::string& line : lines | std::views::take(20)) text += line;
  return text;
}

/// The intervals of the store within the script's time, neighbours alike as one.
std::vector<std::string> recorded_states(const std::filesystem::path& store, const DeviceName& device, Period when) {
  sqlite::Database database{store, sqlite::Database::Mode::read_only};
  sqlite::Statement rows{database,
                         "SELECT state, from_ms, to_ms, cause FROM interval WHERE device = ?1 ORDER BY from_ms"};
  rows.bind(1, std::string_view{device.text()});
  std::vector<Stretch> stretches;
  while (rows.step()) {
    Stretch next{{from_unix_ms(rows.integer(1)), rows.is_null(2) ? end_of_time : from_unix_ms(rows.integer(2))},
                 from_word<EquipmentState>(rows.text_view(0)).value(),
                 rows.is_null(3) ? Cause::unexplained : from_word<Cause>(rows.text_view(3)).value()};
    next.when = {std::max(next.when.from, when.from), std::min(next.when.to, when.to)};
    if (next.when.empty()) continue;
    append(stretches, next);
  }
  return texts_of(stretches);
}

std::string file(const std::filesystem::path& path, const std::string& text) {
  std::ofstream{path} << text;
  return path.string();
}

/// The rows of `report uptime`, by "contract device period_from", columns by name.
std::map<std::string, std::map<std::string, std::string>> reported(const Department& department,
                                                                   const std::vector<Contract>& terms) {
  std::string toml;
  for (const Contract& contract : terms) {
    for (const std::string& line : contract::format_contract(contract)) toml += line + "\n";
  }
  std::string configuration =
      "site = \"truth\"\ntitle = \"Truth\"\nzone = \"America/New_York\"\n[broker]\nurl = \"mqtt://127.0.0.1:1\"\n"
      "[outbox]\npath = \"collector.outbox\"\n[store]\nurl = \"sqlite:isocenter.db\"\n";
  for (const ConfiguredDevice& device : department.configuration().devices) {
    configuration += fmt::format(
        "[[device]]\nname = \"{0}\"\ntitle = \"{0}\"\nmodality = \"MR\"\nnode = \"agent-{0}\"\n", device.name.text());
  }
  const auto output = department.folder() / "uptime.csv";
  fakes::ChildProcess process{{.command = {ISOCENTER_BIN_DIR "/isocenter-collector", "report", "uptime", "--config",
                                           file(department.folder() / "collector.toml", configuration), "--contracts",
                                           file(department.folder() / "contracts.toml", toml), "--format", "csv"},
                               .output = output,
                               .folder = {},
                               .environment = {}}};
  EXPECT_EQ(process.wait(std::chrono::seconds{60}), 0) << process.output();
  std::map<std::string, std::map<std::string, std::string>> rows;
  std::istringstream lines{process.output()};
  std::vector<std::string> names;
  for (std::string line; std::getline(lines, line);) {
    if (line.ends_with('\r')) line.pop_back();
    std::vector<std::string> fields;
    std::istringstream in{line + ","};
    for (std::string field; std::getline(in, field, ',');) fields.push_back(field);
    if (names.empty()) {
      names = fields;
      continue;
    }
    auto& row = rows[fields.at(0) + " " + fields.at(1) + " " + fields.at(2)];
    for (std::size_t i = 0; i < names.size() && i < fields.size(); ++i) row[names[i]] = fields[i];
  }
  return rows;
}

void expect_row(const ExpectedRow& expected, const std::map<std::string, std::string>& row) {
  const auto at = [&](const char* name) { return row.contains(name) ? row.at(name) : "(no such column)"; };
  EXPECT_EQ(at("period_to"), expected.period_to);
  EXPECT_EQ(at("covered_ms"), expected.covered_ms);
  EXPECT_EQ(at("lost_ms"), expected.lost_ms);
  EXPECT_EQ(at("planned_ms"), expected.planned_ms);
  EXPECT_EQ(at("unknown_ms"), expected.unknown_ms);
  EXPECT_EQ(at("excluded_ms"), expected.excluded_ms);
  EXPECT_EQ(at("uptime_percent"), expected.uptime_percent);
  EXPECT_EQ(at("worst_percent"), expected.worst_percent);
  EXPECT_EQ(at("best_percent"), expected.best_percent);
}

void expect_all_of_it(const Happened& happened) {
  EXPECT_GT(happened.briefly_stopped, 0);
  EXPECT_GT(happened.stopped, 0);
  EXPECT_GT(happened.long_stopped, 0);
  EXPECT_GT(happened.suspended, 0);
  EXPECT_GT(happened.long_suspended, 0);
  EXPECT_GT(happened.wills_of_the_still, 0);
  EXPECT_GT(happened.undone, 0);
  EXPECT_GT(happened.undone_at_last, 0);
  EXPECT_GT(happened.undone_too_late, 0);
  EXPECT_GT(happened.said_on_page, 0);
  EXPECT_GT(happened.corrected, 0);
}

class Truth : public testing::TestWithParam<std::uint32_t> {};

TEST_P(Truth, StatesAndContractsAreWhatCouldBeKnown) {
  const Script script = draw_script(GetParam(), begin, length, devices);
  const std::vector<Contract> terms = contracts();
  Department department{script, terms};
  department.play();
  // The last local day ends an hour after the script: clocks went back.
  const Period compared{script.when.from, script.when.to + std::chrono::hours{1}};
  ASSERT_EQ(department.unacknowledged(), 0u);
  const auto rows = reported(department, terms);
  std::size_t compared_rows = 0;
  for (const DeviceScript& device : script.devices) {
    SCOPED_TRACE(device.device.text());
    const auto states = expected_states(device, department.knowable().at(device.device), compared);
    EXPECT_EQ(differences(recorded_states(department.store_path(), device.device, compared), texts_of(states)), "");
    EXPECT_GT(states.size(), 50u) << "hardly anything happened";
    const auto read = read_as_corrected(states, device);
    for (const Contract& contract : terms) {
      for (const ExpectedRow& expected : expected_rows(contract, device, read)) {
        const std::string name = contract.name + " " + device.device.text() + " " + expected.period_from;
        SCOPED_TRACE(name);
        ASSERT_TRUE(rows.contains(name));
        expect_row(expected, rows.at(name));
        ++compared_rows;
      }
    }
  }
  expect_all_of_it(department.happened());
  EXPECT_EQ(compared_rows, rows.size());
  EXPECT_EQ(compared_rows, terms.size() * devices * 2) << "two months each";
}

/// Others are tried with ISOCENTER_TRUTH_SEEDS="2 3".
std::vector<std::uint32_t> seeds() {
  const char* const given = std::getenv("ISOCENTER_TRUTH_SEEDS");
  std::istringstream in{given != nullptr ? given : "1"};
  return {std::istream_iterator<std::uint32_t>{in}, {}};
}

INSTANTIATE_TEST_SUITE_P(Seeds, Truth, testing::ValuesIn(seeds()));

}  // namespace
}  // namespace isocenter::truth
