#include "collector/filing/pdf.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "collector/filing/wording.hpp"
#include "tests/collector/statement/sample_statement.hpp"
#include "tests/fakes/temporary_folder.hpp"

/// Statements on paper, read back by pdftotext and pdfinfo (poppler-utils).
namespace isocenter::filing {
namespace {

using statement::Line;
using statement::Statement;
using statement::testing::SampleMonth;

Edition edition() {
  return {{.statement = "mr-2026/mr2/2026-10-01/1",
           .contract = "mr-2026",
           .terms = {},
           .period_from = "2026-10-01",
           .period_to = "2026-10-31",
           .edition = 1,
           .pages = 1,
           .digest = {},
           .by = "ann"},
          "mr2",
          statement::testing::at("2026-11-03T14:12:00Z"),
          statement::testing::place(200, "collector")};
}

class Pdf : public testing::Test {
 protected:
  /// What `command` makes of the printed statement.
  std::string read(const std::string& bytes, const std::string& command, const std::string& to = " -") const {
    const auto path = (folder_ / "statement.pdf").string();
    std::ofstream{path, std::ios::binary} << bytes;
    std::FILE* const pipe = ::popen((command + " " + path + to + " 2>&1").c_str(), "r");
    std::string text;
    char part[4096];
    for (std::size_t count; (count = std::fread(part, 1, sizeof part, pipe)) > 0;) text.append(part, count);
    EXPECT_EQ(::pclose(pipe), 0) << text;
    return text;
  }
  std::string text_of(const std::string& bytes) const { return read(bytes, "pdftotext -layout"); }

 private:
  fakes::TemporaryFolder folder_;
};

/// "13,158,000.5 ms" of the row's last two columns, in ten-thousandths; nothing where a reading has none.
struct Printed {
  std::string title;
  std::vector<std::int64_t> exact;
};

/// Every "… ms" of a line.
std::vector<std::int64_t> exact_values(const std::string& line) {
  std::vector<std::int64_t> values;
  for (std::size_t at = line.find(" ms"); at != std::string::npos; at = line.find(" ms", at + 1)) {
    const std::size_t before = line.find_last_not_of("0123456789,.", at - 1);
    const std::size_t begin = before == std::string::npos ? 0 : before + 1;
    std::string digits = line.substr(begin, at - begin);
    std::erase(digits, ',');
    const std::size_t point = std::min(digits.find('.'), digits.size());
    std::string decimals = point < digits.size() ? digits.substr(point + 1) : "";
    decimals.resize(4, '0');
    const std::int64_t e4 = std::stoll(digits.substr(0, point)) * 10'000 + std::stoll(decimals);
    const bool is_negative = line.substr(0, begin).ends_with("\u2212");
    values.push_back(is_negative ? -e4 : e4);
  }
  return values;
}

/// What stands first in a line that ends with a time or a dash: a row's title, without the number of its line.
std::optional<std::string> title_in(const std::string& line) {
  const bool has_clock = line.size() > 6 && line[line.size() - 3] == ':' && line[line.size() - 6] == ':';
  if (!has_clock && !line.ends_with("\u2013")) return std::nullopt;
  const std::size_t begin = line.find_first_not_of(" 0123456789");
  return line.substr(begin, line.find("  ", begin) - begin);
}

std::vector<Printed> printed_rows(const std::string& text) {
  std::vector<Printed> rows;
  std::istringstream in{text};
  std::string title;
  for (std::string line; std::getline(in, line);) {
    title = title_in(line).value_or(title);
    Printed row{title, exact_values(line)};
    if (!row.exact.empty()) rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<std::int64_t> printed(const std::vector<Printed>& rows, const std::string& title) {
  for (const Printed& row : rows) {
    if (row.title == title) return row.exact;
  }
  ADD_FAILURE() << "no row " << title;
  return {0, 0};
}

TEST_F(Pdf, SaysTheAnswerFirst) {
  const std::string text = text_of(print_pdf(SampleMonth{}.statement(), edition()));
  for (const char* words :
       {"MR 2, October 2026", "95.96 %", "of 97.00 % guaranteed", "Missed by 2 h 53 min 43 s.",
        "Example Imaging owes 305.75 USD.", "One correction was made; as recorded uptime is 95.68 %", "40217",
        "Aera 1.5 T", "Tue 3 Nov 2026 09:12:00 by ann", "Page 1 of ", "mr-2026/mr2/2026-10-01/1"}) {
    EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
  }
  EXPECT_LT(text.find("95.96 %"), text.find("The calculation"));
}

TEST_F(Pdf, LinesAddUpToThePrintedTotals) {
  const auto rows = printed_rows(text_of(print_pdf(SampleMonth{}.statement(), edition())));
  const auto calendar = printed(rows, "Covered hours by the calendar"), covered = printed(rows, "Covered time C");
  const auto planned = printed(rows, "less Planned work"), unknown = printed(rows, "less Not observed");
  const auto lost = printed(rows, "Lost time L"), down = printed(rows, "Down"), limited = printed(rows, "Limited");
  const auto allowed = printed(rows, "Allowed to be lost"), margin = printed(rows, "Margin");
  for (const std::size_t reading : {0u, 1u}) {
    EXPECT_EQ(calendar[reading] + planned[reading] + unknown[reading], covered[reading]);
    EXPECT_EQ(down[reading] + limited[reading], lost[reading]);
    EXPECT_EQ(allowed[reading] - lost[reading], margin[reading]);
  }
  std::int64_t recorded = 0, corrected = 0;
  for (const Printed& row : rows) {
    if (!row.title.starts_with("Down,")) continue;
    recorded += row.exact.front();  // the one in the recorded reading only has no second value
    if (row.exact.size() > 1) corrected += row.exact.back();
  }
  EXPECT_EQ(recorded, down[0]);
  EXPECT_EQ(corrected, down[1]);
  // By hand: 4:37:45 + 3:39:18 + 0:17:25 + 0:26:42 = 9:01:10, and 0:48:30 more as recorded.
  EXPECT_EQ(down[1], 324'700'000'000);
  EXPECT_EQ(down[0], 353'800'000'000);
}

TEST_F(Pdf, CountsTheIntervalsThatCostTimeByTheTerms) {
  Statement statement = SampleMonth{}.statement();
  const std::string usual = text_of(print_pdf(statement, edition()));
  EXPECT_NE(usual.find("5 intervals cost time."), std::string::npos) << usual;
  statement.terms.planned_down = contract::PlannedDown::lost;
  statement.terms.unknown = contract::UnknownTime::down;
  const std::string all = text_of(print_pdf(statement, edition()));
  EXPECT_NE(all.find("8 intervals cost time."), std::string::npos) << all;
  statement.lines.clear();
  EXPECT_NE(text_of(print_pdf(statement, edition())).find("No interval cost time."), std::string::npos);
}

TEST_F(Pdf, NamesEachEventWholeAndUnbroken) {
  const Statement statement = SampleMonth{}.statement();
  const std::string text = read(print_pdf(statement, edition()), "pdftotext -raw");
  std::size_t events = 0;
  for (const Line& line : statement.lines) {
    for (const statement::Evidence& event : line.events) {
      const std::string name =
          event.place.id.node.text() + "/" + to_string(event.place.id.epoch) + "/" + std::to_string(event.place.id.seq);
      EXPECT_NE(text.find(name), std::string::npos) << name;
      EXPECT_NE(text.find(to_string(event.place.digest)), std::string::npos);
      ++events;
    }
  }
  EXPECT_EQ(events, statement.lines.size() + 2);  // each line's, and the correction of two
}

TEST_F(Pdf, IsTheSameForTheSameStatementAndSaysWhatItIs) {
  const Statement statement = SampleMonth{}.statement();
  const std::string bytes = print_pdf(statement, edition());
  EXPECT_EQ(bytes, print_pdf(statement, edition()));
  const std::string facts = read(bytes, "pdfinfo", "");
  EXPECT_NE(facts.find("MR 2, October 2026: uptime statement"), std::string::npos) << facts;
  EXPECT_NE(facts.find("General Hospital, Imaging"), std::string::npos) << facts;
  EXPECT_NE(facts.find("Tagged:          yes"), std::string::npos) << facts;
  EXPECT_NE(facts.find("A4"), std::string::npos) << facts;
}

TEST_F(Pdf, ADraftSaysSo) {
  const std::string text = text_of(print_pdf(SampleMonth{}.statement(0), std::nullopt));
  EXPECT_NE(text.find("draft, not issued"), std::string::npos);
  EXPECT_NE(text.find("none: a draft"), std::string::npos);
}

TEST_F(Pdf, KeepsWithinItsPageWhateverTheWords) {
  SampleMonth month;
  month.history.corrections[0].said.reason = std::string(1000, 'w') + " \u0645\u0631\u062d\u0628\u0627 \u4e2d\u6587";
  Statement statement = month.statement();
  statement.device.title = std::string(300, 'M');
  statement.terms.vendor = std::string(300, 'V');
  statement.lines[0].events[0].what = std::string(256, 'e');
  const std::string boxes = read(print_pdf(statement, edition()), "pdftotext -bbox");
  std::size_t words = 0;
  for (std::size_t at = boxes.find("xMax=\""); at != std::string::npos; at = boxes.find("xMax=\"", at + 1), ++words) {
    EXPECT_LE(std::stod(boxes.substr(at + 6)), 595.276 - 36);
    EXPECT_LE(std::stod(boxes.substr(boxes.find("yMax=\"", at) + 6)), 841.89 - 10);
  }
  EXPECT_GT(words, 300u);
}

TEST_F(Pdf, ManyLinesTakeManyPagesAndNoRowIsSplit) {
  Statement statement = SampleMonth{}.statement();
  const Line line = statement.lines.at(3);
  for (int i = 0; i < 200; ++i) statement.lines.push_back(line);
  const std::string text = text_of(print_pdf(statement, edition()));
  const auto pages = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\f'));
  EXPECT_GT(pages, 8u);
  EXPECT_NE(text.find("Page 1 of " + std::to_string(pages)), std::string::npos);
  EXPECT_NE(text.find("Page " + std::to_string(pages) + " of " + std::to_string(pages)), std::string::npos);
  // A row's figures and its notes stand on one page: no page begins with a note.
  for (std::size_t at = text.find('\f'); at != std::string::npos && at + 1 < text.size();
       at = text.find('\f', at + 1)) {
    const std::string first = text.substr(at + 1, text.find('\n', at + 1) - at - 1);
    EXPECT_EQ(first.find("Told by"), std::string::npos) << first;
    EXPECT_EQ(first.find(" ms"), std::string::npos) << first;
  }
}

TEST(Wording, CutsOffAndNeverRounds) {
  EXPECT_EQ(clock_text(36'019'999'999), "1:00:01");
  EXPECT_EQ(clock_text(-9'999), "\u22120:00:00");
  EXPECT_EQ(exact_text(131'580'005'000), "13,158,000.5 ms");
  EXPECT_EQ(exact_text(-10'423'900'0000), "\u221210,423,900 ms");
  EXPECT_EQ(short_percent(96'999'999), "96.99 %");
  EXPECT_EQ(short_percent(-1), "\u22120.01 %");
  EXPECT_EQ(short_percent(std::nullopt), "none");
  EXPECT_EQ(amount_text({1'528'767}), "15,287.67");
  EXPECT_EQ(amount_text({99'999}), "999.99");
  EXPECT_EQ(rate_text({970'000}), "97.00 %");
  EXPECT_EQ(rate_text({971'250}), "97.125 %");
  EXPECT_EQ(length_text(144'000'000'000), "4 h");
  EXPECT_EQ(length_text(9'999'999), "0 s");
}

TEST(Wording, TellsWhichOfTwoHoursIsMeant) {
  const auto at = statement::testing::at;
  EXPECT_EQ(moment_text("America/New_York", at("2026-11-01T05:30:00Z")), "Sun 1 Nov 2026 01:30:00 EDT");
  EXPECT_EQ(moment_text("America/New_York", at("2026-11-01T06:30:00Z")), "Sun 1 Nov 2026 01:30:00 EST");
  EXPECT_EQ(stretch_text("America/New_York", {at("2026-10-06T13:14:20Z"), at("2026-10-06T17:52:05Z")}),
            "Tue 6 Oct 2026 09:14:20 \u2013 13:52:05");
}

TEST(Wording, NamesPeriods) {
  SampleMonth month;
  EXPECT_EQ(period_text(month.terms, month.october()), "October 2026");
  month.terms.period = contract::PeriodLength::quarter;
  EXPECT_EQ(period_text(month.terms, periods_of(month.terms).at(3)), "Quarter 4 of 2026");
  month.terms.period = contract::PeriodLength::year;
  EXPECT_EQ(period_text(month.terms, periods_of(month.terms).at(0)), "2026");
  month.terms.starts = std::chrono::year{2026} / 3 / 15;
  EXPECT_EQ(period_text(month.terms, periods_of(month.terms).at(0)), "15 Mar 2026 \u2013 31 Dec 2026");
}

}  // namespace
}  // namespace isocenter::filing
