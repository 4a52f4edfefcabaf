#include "collector/statement/document.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/collector/statement/random_history.hpp"
#include "tests/collector/statement/sample_statement.hpp"

namespace isocenter::statement {
namespace {

using nlohmann::json;
using testing::SampleMonth;

Statement round_trip(const Statement& statement) {
  const auto read = parse_document(format_document(statement));
  if (!read) throw std::runtime_error{to_string(read.error())};
  return *read;
}

TEST(StatementDocument, SaysWhatWasWorkedOutByHand) {
  const json document = json::parse(format_document(SampleMonth{}.statement()));
  // 22 weekdays of 12 h and 5 Saturdays of 4 h: 284 h. Planned: 3:30:00, and 0:48:30 as corrected. Unseen: 0:33:40.
  const json& corrected = document.at("corrected");
  EXPECT_EQ(corrected.at("calendar_ms"), 1'022'400'000);
  EXPECT_EQ(corrected.at("planned_ms"), 15'510'000);
  EXPECT_EQ(document.at("recorded").at("planned_ms"), 12'600'000);
  EXPECT_EQ(corrected.at("unknown_ms"), 2'020'000);
  EXPECT_EQ(corrected.at("covered_ms"), 1'004'870'000);
  EXPECT_EQ(corrected.at("down_ms"), 32'470'000);     // 9:01:10
  EXPECT_EQ(corrected.at("limited_ms"), 16'200'000);  // 4:30:00
  EXPECT_EQ(corrected.at("limited_lost_ms"), 8'100'000);
  EXPECT_EQ(corrected.at("lost_ms"), 40'570'000);  // 11:16:10
  // 1 − 40 570 ÷ 1 004 870 = 0.959626…
  EXPECT_EQ(corrected.at("uptime_percent"), "95.962661");
  EXPECT_EQ(corrected.at("allowance_ms"), 30'146'100);
  EXPECT_EQ(corrected.at("margin_ms"), -10'423'900);
  EXPECT_EQ(corrected.at("price"), "15287.67");  // 180 000 × 31 ÷ 365
  EXPECT_EQ(corrected.at("credit"), "305.75");
  EXPECT_EQ(document.at("statement"), "mr-2026/mr2/2026-10-01/1");
  EXPECT_EQ(document.at("period"), (json{{"from", "2026-10-01"}, {"to", "2026-10-31"}, {"ended", true}}));
}

TEST(StatementDocument, ShowsACorrectedIntervalInBothReadings) {
  const json document = json::parse(format_document(SampleMonth{}.statement()));
  std::vector<json> alarm;
  for (const json& line : document.at("lines")) {
    if (line.at("from") == "2026-10-30T16:10:00.000Z") alarm.push_back(line);
  }
  ASSERT_EQ(alarm.size(), 2u);
  EXPECT_EQ(alarm[0].at("part"), "planned");
  EXPECT_EQ(alarm[0].at("recorded_ms"), nullptr);
  EXPECT_EQ(alarm[0].at("corrected_ms"), 2'910'000);
  EXPECT_EQ(alarm[0].at("reading"), "reclassified");
  EXPECT_EQ(alarm[1].at("part"), "down");
  EXPECT_EQ(alarm[1].at("recorded_ms"), 2'910'000);
  EXPECT_EQ(alarm[1].at("corrected_ms"), nullptr);
  EXPECT_EQ(alarm[1].at("until_recorded"), true);
  EXPECT_EQ(alarm[1].at("corrections").at(0).at("by"), "ann");
}

TEST(StatementDocument, MeasuresResponseWithinCoveredHoursFromTheCall) {
  const json document = json::parse(format_document(SampleMonth{}.statement()));
  std::map<std::string, json> by_fault;
  for (const json& line : document.at("lines")) {
    if (!line.at("fault").is_null()) by_fault[line.at("fault")] = line;
  }
  // Called 09:20:00, on site 11:00:00, local and covered.
  EXPECT_EQ(by_fault["f-cold"].at("response").at("covered_ms"), 6'000'000);
  EXPECT_EQ(by_fault["f-cold"].at("response").at("promised_ms"), 14'400'000);
  EXPECT_EQ(by_fault["f-cold"].at("response").at("kept"), true);
  EXPECT_EQ(by_fault["f-cold"].at("repair_ms"), 15'940'000);  // 09:14:20 to 13:40:00
  // Called 16:51:32; covered to 19:00 (2:08:28) and from 07:00 to 14:58:05 (7:58:05): 10:06:33.
  EXPECT_EQ(by_fault["f-rf"].at("response").at("covered_ms"), 36'393'000);
  EXPECT_EQ(by_fault["f-rf"].at("response").at("kept"), false);
  EXPECT_EQ(by_fault["f-table"].at("response"), nullptr);
}

TEST(StatementDocument, CutsALineIntoItsCoveredPieces) {
  const json document = json::parse(format_document(SampleMonth{}.statement()));
  for (const json& line : document.at("lines")) {
    if (line.at("fault") != "f-rf") continue;
    EXPECT_EQ(line.at("lasted_ms"), 56'358'000);
    EXPECT_EQ(line.at("covered_ms"), 13'158'000);
    EXPECT_EQ(line.at("pieces"), (json{{{"from", "2026-10-14T20:41:12.000Z"}, {"to", "2026-10-14T23:00:00.000Z"}},
                                       {{"from", "2026-10-15T11:00:00.000Z"}, {"to", "2026-10-15T12:20:30.000Z"}}}));
    return;
  }
  FAIL() << "no line of f-rf";
}

TEST(StatementDocument, IsReadBackAsItWas) {
  const Statement statement = SampleMonth{}.statement();
  EXPECT_EQ(round_trip(statement), statement);
}

TEST(StatementDocument, IsOneLineOfPrintableAsciiWhateverItsTexts) {
  Statement statement = SampleMonth{}.statement();
  statement.site = "Universit\u00e4tsklinikum \u4e2d\u6587 \x7f\n\t\"\\ \xff";
  const std::string document = format_document(statement);
  EXPECT_TRUE(std::all_of(document.begin(), document.end(), [](char each) { return 0x20 <= each && each < 0x7f; }));
  EXPECT_EQ(round_trip(statement).device, statement.device);
  EXPECT_EQ(round_trip(statement).site, "Universit\u00e4tsklinikum \u4e2d\u6587 \x7f\n\t\"\\ \ufffd");
}

TEST(StatementDocument, HasAHeadThatIsAStatementWithoutLines) {
  Statement statement = SampleMonth{}.statement();
  statement.lines[0].events[0].what = R"(,"lines":[)";
  statement.site = R"(a ,"lines":[ b)";
  const std::string document = format_document(statement);
  EXPECT_FALSE(document_head(document.substr(0, 500)));
  const auto head = parse_document(document_head(document).value());
  ASSERT_TRUE(head) << to_string(head.error());
  statement.lines.clear();
  EXPECT_EQ(*head, statement);
}

TEST(StatementDocument, RefusesWhatIsNone) {
  const std::string document = format_document(SampleMonth{}.statement());
  for (const std::string& text :
       {std::string{}, std::string{"{}"}, std::string{"[]"}, document.substr(0, document.size() / 2)}) {
    const auto read = parse_document(text);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, ErrorKind::malformed);
  }
}

TEST(StatementFigures, AreAlikeWhereOnlyEventsAndTheLogsEndDiffer) {
  const Statement before = SampleMonth{}.statement();
  Statement after = before;
  after.lines[0].events.clear();
  after.lines[0].declared_by = "someone else";
  after.log_row += 7;
  after.log_to += Milliseconds{1};
  EXPECT_EQ(figures_text(after), figures_text(before));
  after.corrected.uptime.lost_e4 += 1;
  EXPECT_NE(figures_text(after), figures_text(before));
}

class RandomDocument : public ::testing::TestWithParam<std::uint32_t> {};

TEST_P(RandomDocument, IsReadBackAsItWas) {
  const testing::RandomAccount drawn{GetParam()};
  const Account account = drawn.account();
  for (const contract::ContractPeriod& period : periods_of(drawn.terms)) {
    Statement statement = SampleMonth{}.statement();
    statement.terms = drawn.terms;
    std::ranges::sort(statement.terms.covered);
    statement.period = period;
    statement.recorded = account.recorded(period);
    statement.corrected = account.corrected(period);
    statement.lines = account.lines(period, [](const Roots&) { return Found{}; });
    EXPECT_EQ(format_document(round_trip(statement)), format_document(statement));
    EXPECT_EQ(round_trip(statement).lines, statement.lines);
    EXPECT_EQ(round_trip(statement).corrected, statement.corrected);
  }
}

INSTANTIATE_TEST_SUITE_P(Drawn, RandomDocument, ::testing::Range(1u, 16u));

}  // namespace
}  // namespace isocenter::statement
