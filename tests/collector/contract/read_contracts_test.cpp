#include "collector/contract/read_contracts.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "tests/collector/contract/contract_case.hpp"

namespace isocenter::contract {
namespace {

const std::filesystem::path named = "/etc/isocenter/contracts.toml";

/// A key a line; the line before the first is "[[contract]]".
const std::vector<std::string> required{R"(name = "mr-2026")",          R"(vendor = "Example Imaging")",
                                        R"(devices = ["mr1"])",         R"(zone = "America/New_York")",
                                        R"(starts = 2026-01-01)",       R"(ends = 2026-12-31)",
                                        R"(period = "month")",          R"(covered.mon = ["07:00-19:00"])",
                                        R"(guaranteed_percent = 97.0)", R"(annual_price = "180000.00")",
                                        R"(currency = "USD")"};

std::string joined(const std::vector<std::string>& lines) {
  std::string text = "[[contract]]\n";
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::string key_of(const std::string& line) { return line.substr(0, line.find_first_of(" .")); }

/// The required lines, that of the same key replaced by `line`; a new key comes last. Also on which line it stands.
std::pair<std::string, std::size_t> with(const std::string& line) {
  auto lines = required;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (key_of(lines[i]) != key_of(line)) continue;
    lines[i] = line;
    return {joined(lines), i + 2};
  }
  lines.push_back(line);
  return {joined(lines), lines.size() + 1};
}

std::vector<std::string> errors_of(const std::string& text, const std::vector<DeviceName>& known = {}) {
  const auto read = parse_contracts(text, named, known);
  std::vector<std::string> lines;
  if (read) return lines;
  EXPECT_NE(read.error().kind, ErrorKind::unavailable);
  std::istringstream in{to_string(read.error())};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

Contract contract_of(const std::string& text) {
  const auto read = parse_contracts(text, named);
  if (!read) {
    ADD_FAILURE() << to_string(read.error());
    return {};
  }
  return read->front();
}

TEST(ReadContracts, ReadsItsExampleWithEveryKey) {
  const auto path = std::filesystem::path{ISOCENTER_TESTS_DIR} / "../firmware-configs/contracts.example.toml";
  const auto read = read_contracts(path);
  ASSERT_TRUE(read) << to_string(read.error());
  ASSERT_EQ(read->size(), 2u);
  const Contract& mr = read->at(0);
  EXPECT_EQ(mr.name, "mr-2026");
  EXPECT_EQ(mr.devices.size(), 2u);
  EXPECT_EQ(mr.covered.size(), 7u);
  EXPECT_EQ(mr.guaranteed_percent, TenThousandths{970'000});
  EXPECT_EQ(mr.annual_price, Hundredths{18'000'000});
  EXPECT_EQ(mr.credit, (std::vector<CreditStep>{{{970'000}, {20'000}}, {{950'000}, {50'000}}}));
  EXPECT_EQ(mr.response_hours, TenThousandths{40'000});
  const Contract& ct = read->at(1);
  EXPECT_FALSE(ct.guaranteed_percent);
  EXPECT_TRUE(ct.allowed_lost_hours);
  // It documents every key there is: those of the struct, as the issue names them.
  std::stringstream text;
  text << std::ifstream{path}.rdbuf();
  for (const char* key : {"name",
                          "vendor",
                          "devices",
                          "zone",
                          "starts",
                          "ends",
                          "period",
                          "covered.mon",
                          "holidays",
                          "guaranteed_percent",
                          "allowed_lost_hours",
                          "planned_down",
                          "limited_weight",
                          "unknown",
                          "excluded_causes",
                          "minimum_outage_minutes",
                          "outage_starts",
                          "outage_ends",
                          "response_hours",
                          "annual_price",
                          "currency",
                          "credit",
                          "credit_per_hour",
                          "credit_cap_percent"}) {
    EXPECT_NE(text.str().find(std::string{"\n"} + key + " = "), std::string::npos) << key;
  }
}

TEST(ReadContracts, TakesWhatIsLeftOutAsDocumented) {
  const Contract read = contract_of(joined(required));
  Contract expected;
  expected.name = "mr-2026";
  expected.vendor = "Example Imaging";
  expected.devices = {DeviceName::parse("mr1").value()};
  expected.zone = "America/New_York";
  expected.starts = std::chrono::year{2026} / 1 / 1;
  expected.ends = std::chrono::year{2026} / 12 / 31;
  expected.period = PeriodLength::month;
  expected.covered = {{1, 420, 1140}};
  expected.guaranteed_percent = TenThousandths{970'000};
  expected.planned_down = PlannedDown::excluded;
  expected.limited_weight = TenThousandths{5000};
  expected.unknown = UnknownTime::excluded;
  expected.minimum_outage = std::chrono::minutes{0};
  expected.outage_starts = OutageStarts::observed;
  expected.outage_ends = OutageEnds::repaired;
  expected.annual_price = Hundredths{18'000'000};
  expected.currency = "USD";
  expected.credit_per_hour = Hundredths{0};
  expected.credit_cap_percent = TenThousandths{1'000'000};
  EXPECT_EQ(read, expected);
}

TEST(ReadContracts, ReadsEveryWordOfEveryKey) {
  EXPECT_EQ(contract_of(with("period = \"quarter\"").first).period, PeriodLength::quarter);
  EXPECT_EQ(contract_of(with("period = \"year\"").first).period, PeriodLength::year);
  EXPECT_EQ(contract_of(with("planned_down = \"lost\"").first).planned_down, PlannedDown::lost);
  EXPECT_EQ(contract_of(with("planned_down = \"up\"").first).planned_down, PlannedDown::up);
  EXPECT_EQ(contract_of(with("unknown = \"up\"").first).unknown, UnknownTime::up);
  EXPECT_EQ(contract_of(with("unknown = \"down\"").first).unknown, UnknownTime::down);
  EXPECT_EQ(contract_of(with("outage_starts = \"reported\"").first).outage_starts, OutageStarts::reported);
  EXPECT_EQ(contract_of(with("outage_ends = \"released\"").first).outage_ends, OutageEnds::released);
  EXPECT_EQ(contract_of(with("limited_weight = 0.3333").first).limited_weight, TenThousandths{3333});
  EXPECT_EQ(contract_of(with("limited_weight = 1").first).limited_weight, TenThousandths{10'000});
  EXPECT_EQ(contract_of(with("guaranteed_percent = 99.9999").first).guaranteed_percent, TenThousandths{999'999});
  EXPECT_EQ(contract_of(with("annual_price = \"7\"").first).annual_price, Hundredths{700});
  EXPECT_EQ(contract_of(with("annual_price = \"7.5\"").first).annual_price, Hundredths{750});
  EXPECT_EQ(contract_of(with("annual_price = \"0.07\"").first).annual_price, Hundredths{7});
  EXPECT_EQ(contract_of(with("excluded_causes = [\"facility\", \"unexplained\"]").first).excluded_causes,
            (std::set{Cause::facility, Cause::unexplained}));
  EXPECT_EQ(contract_of(with("holidays = [2026-12-25, 2026-07-04]").first).holidays.size(), 2u);
  EXPECT_EQ(contract_of(with("minimum_outage_minutes = 15").first).minimum_outage, std::chrono::minutes{15});
}

TEST(ReadContracts, NamesTheOneKeyThatIsMissing) {
  for (std::size_t i = 0; i < required.size(); ++i) {
    auto lines = required;
    const std::string key = key_of(lines[i]);
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(i));
    const auto errors = errors_of(joined(lines));
    ASSERT_EQ(errors.size(), 1u) << key << (errors.empty() ? "" : "\n" + errors[0] + "\n" + errors.back());
    EXPECT_TRUE(errors[0].starts_with("/etc/isocenter/contracts.toml:1: ")) << errors[0];
    EXPECT_NE(errors[0].find(key), std::string::npos) << errors[0];
  }
}

TEST(ReadContracts, NamesPlaceKeyAndMendOfWhatIsWrong) {
  struct Wrong {
    std::string line;
    std::vector<std::string> said;
  };
  const std::vector<Wrong> cases{
      {"name = \"\"", {"name", "must not be empty"}},
      {"name = 5", {"name", "text in quotes"}},
      {"devices = []", {"devices", "[\"mr1\"]"}},
      {"devices = [\"MR 1\"]", {"devices", "MR 1"}},
      {"devices = [\"mr1\", \"mr1\"]", {"devices", "twice"}},
      {"devices = \"mr1\"", {"devices", "list"}},
      {"zone = \"America/Springfield\"", {"zone", "IANA", "America/New_York"}},
      {"zone = \"EDT\"", {"zone", "IANA"}},
      {"starts = \"2026-01-01\"", {"starts", "date without quotes"}},
      {"starts = 2026-01-01T00:00:00", {"starts", "date without quotes"}},
      {"starts = 1812-01-01", {"starts", "1970"}},
      {"ends = \"2026-12-31\"", {"ends", "date without quotes"}},
      {"ends = 2025-12-31", {"ends", "before `starts`"}},
      {"ends = 2126-12-31", {"ends", "50 years"}},
      {"period = \"week\"", {"period", "month, quarter, year"}},
      {"period = 12", {"period", "text in quotes"}},
      {"covered.mon = [\"7-19\"]", {"covered.mon", "07:00-19:00"}},
      {"covered.mod = [\"07:00-19:00\"]", {"covered.mod", "mon, tue"}},
      {"covered.mon = \"07:00-19:00\"", {"covered.mon", "list"}},
      {"covered = [\"07:00-19:00\"]", {"covered", "covered.mon = [\"07:00-19:00\"]"}},
      {"guaranteed_percent = \"97\"", {"guaranteed_percent", "number"}},
      {"guaranteed_percent = 100.5", {"guaranteed_percent", "0 to 100"}},
      {"guaranteed_percent = -1", {"guaranteed_percent", "0 to 100"}},
      {"guaranteed_percent = nan", {"guaranteed_percent", "0 to 100"}},
      {"guaranteed_percent = 97.00001", {"guaranteed_percent", "4 decimals"}},
      {"annual_price = 180000.00", {"annual_price", "in quotes", "\"180000.00\""}},
      {"annual_price = \"180,000.00\"", {"annual_price", "\"180000.00\""}},
      {"annual_price = \"180000.001\"", {"annual_price", "2 decimals"}},
      {"annual_price = \"-5\"", {"annual_price", "\"180000.00\""}},
      {"annual_price = \"\"", {"annual_price", "\"180000.00\""}},
      {"annual_price = \"5.\"", {"annual_price", "\"180000.00\""}},
      {"annual_price = \"9999999999999\"", {"annual_price"}},
      {"currency = \"dollars\"", {"currency", "ISO 4217"}},
      {"holidays = [\"2026-12-25\"]", {"holidays", "2026-12-25"}},
      {"holidays = 2026-12-25", {"holidays", "list"}},
      {"planned_down = \"ignored\"", {"planned_down", "excluded, lost, up"}},
      {"unknown = \"lost\"", {"unknown", "excluded, up, down"}},
      {"limited_weight = 1.5", {"limited_weight", "0 to 1"}},
      {"limited_weight = 0.33333", {"limited_weight", "4 decimals"}},
      {"excluded_causes = [\"weather\"]", {"excluded_causes", "facility", "third_party"}},
      {"minimum_outage_minutes = -1", {"minimum_outage_minutes", "whole number"}},
      {"minimum_outage_minutes = 1.5", {"minimum_outage_minutes", "whole number"}},
      {"outage_starts = \"called\"", {"outage_starts", "observed, reported"}},
      {"outage_ends = \"fixed\"", {"outage_ends", "repaired, released"}},
      {"response_hours = -4", {"response_hours", "0 to"}},
      {"credit = [ { below_percent = 97.0 } ]", {"credit_percent", "missing"}},
      {"credit = [ { credit_percent = 97.0 } ]", {"below_percent", "missing"}},
      {"credit = [ { below_percent = 97.0, credit_percent = 101 } ]", {"credit_percent", "0 to 100"}},
      {"credit = [ { below_percent = 97.0, credit_percent = 2 }, { below_percent = 97, credit_percent = 5 } ]",
       {"below_percent", "twice"}},
      {"credit = [ { below = 97.0, below_percent = 97.0, credit_percent = 2.0 } ]", {"credit.below`", "remove it"}},
      {"credit = 5", {"credit"}},
      {"credit_per_hour = 12.5", {"credit_per_hour", "in quotes"}},
      {"credit_cap_percent = 120", {"credit_cap_percent", "0 to 100"}},
      {"limitted_weight = 0.5", {"limitted_weight", "did you mean `contract.limited_weight`?"}},
      {"allowed_lost_hours = -1", {"allowed_lost_hours", "0 to"}},
  };
  for (const Wrong& wrong : cases) {
    const auto [text, line] = with(wrong.line);
    const auto errors = errors_of(text);
    EXPECT_FALSE(errors.empty()) << wrong.line;
    std::string all;
    bool is_placed = false;
    for (const std::string& error : errors) {
      all += error + "\n";
      is_placed |= error.starts_with(fmt::format("/etc/isocenter/contracts.toml:{}: ", line));
    }
    EXPECT_TRUE(is_placed) << wrong.line << " on line " << line << "\nsaid: " << all;
    for (const std::string& said : wrong.said)
      EXPECT_NE(all.find(said), std::string::npos) << wrong.line << "\nlacks: " << said << "\nsaid: " << all;
  }
}

TEST(ReadContracts, WantsOneGuaranteeNotTwo) {
  const auto both = errors_of(with("allowed_lost_hours = 10.0").first);
  ASSERT_EQ(both.size(), 1u);
  EXPECT_NE(both[0].find("one of the two"), std::string::npos) << both[0];
  auto lines = required;
  lines[8] = "allowed_lost_hours = 10.5";
  const Contract hours = contract_of(joined(lines));
  EXPECT_EQ(hours.allowed_lost_hours, TenThousandths{105'000});
  EXPECT_FALSE(hours.guaranteed_percent);
}

TEST(ReadContracts, TellsAllErrorsAtOnce) {
  auto lines = required;
  lines[3] = "zone = \"Nowhere\"";
  lines[6] = "period = \"week\"";
  lines[10] = "currency = \"usd\"";
  lines.push_back("unknwon = \"up\"");
  const auto errors = errors_of(joined(lines) + joined(required) + "extra = 1\n");
  std::vector<std::string> places;
  for (const std::string& error : errors) places.push_back(error.substr(0, error.find(": ")));
  const std::string file = "/etc/isocenter/contracts.toml:";
  std::sort(places.begin(), places.end());
  // The second contract, on line 14, has the first's name and a key nobody knows on line 26.
  EXPECT_EQ(places,
            (std::vector<std::string>{file + "12", file + "13", file + "15", file + "26", file + "5", file + "8"}));
}

TEST(ReadContracts, WantsDevicesOfTheSiteWhereItIsKnown) {
  const std::vector<DeviceName> site{DeviceName::parse("mr1").value(), DeviceName::parse("ct1").value()};
  EXPECT_TRUE(errors_of(joined(required), site).empty());
  const auto errors = errors_of(with("devices = [\"mr11\"]").first, site);
  ASSERT_FALSE(errors.empty());
  EXPECT_TRUE(errors[0].starts_with("/etc/isocenter/contracts.toml:4: ")) << errors[0];
  EXPECT_NE(errors[0].find("did you mean \"mr1\"?"), std::string::npos) << errors[0];
}

TEST(ReadContracts, RefusesWhatIsNoFileOfContracts) {
  EXPECT_NE(errors_of("").at(0).find("[[contract]]"), std::string::npos);
  EXPECT_NE(errors_of("[contract]\nname = \"x\"\n").at(0).find("[[contract]]"), std::string::npos);
  EXPECT_NE(errors_of("[[contract]\n").at(0).find("contracts.toml:1"), std::string::npos);
  const auto none = read_contracts("/nonexistent/contracts.toml");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, ErrorKind::unavailable);
  EXPECT_NE(to_string(none.error()).find("/nonexistent/contracts.toml"), std::string::npos);
}

}  // namespace
}  // namespace isocenter::contract
