#include "collector/report/request.hpp"

#include <gtest/gtest.h>

#include "collector/report/moment.hpp"
#include "tests/collector/report/sample_database.hpp"

namespace isocenter::report {
namespace {

struct MomentCase {
  const char* text;
  Edge edge;
  const char* instant;
};

TEST(ParseMoment, ReadsInstantsAndLocalDays) {
  const std::vector<MomentCase> cases{
      {"2026-11-24T14:40:00Z", Edge::from, "2026-11-24T14:40:00Z"},
      {"2026-11-24T09:40:00-05:00", Edge::to, "2026-11-24T14:40:00Z"},
      {"2026-11-24", Edge::from, "2026-11-24T05:00:00Z"},
      {"2026-11-24", Edge::to, "2026-11-25T05:00:00Z"},
      {"2026-03-08", Edge::from, "2026-03-08T05:00:00Z"},  // 23 hours long
      {"2026-03-08", Edge::to, "2026-03-09T04:00:00Z"},
      {"2026-11-01", Edge::from, "2026-11-01T04:00:00Z"},  // 25 hours long
      {"2026-11-01", Edge::to, "2026-11-02T05:00:00Z"},
      {"2028-02-29", Edge::to, "2028-03-01T05:00:00Z"},
      {"2050-07-01", Edge::from, "2050-07-01T04:00:00Z"},  // summer time after 2037
  };
  for (const MomentCase& example : cases) {
    const auto moment = parse_moment(example.text, "America/New_York", example.edge);
    ASSERT_TRUE(moment) << example.text << ": " << moment.error().what;
    EXPECT_EQ(format_rfc3339(*moment), format_rfc3339(at(example.instant))) << example.text;
  }
}

TEST(ParseMoment, BeginsADayWithoutMidnightAtItsFirstInstant) {
  const auto moment = parse_moment("2018-11-04", "America/Sao_Paulo", Edge::from);  // 00:00 was skipped
  ASSERT_TRUE(moment);
  EXPECT_EQ(format_rfc3339(*moment), "2018-11-04T03:00:00.000Z");
}

TEST(ParseMoment, RefusesWhatIsNoTime) {
  for (const char* text : {"", "yesterday", "2026-02-30", "2026-13-01", "2026-1-1", "24.11.2026", "2026-11-24T14:40",
                           "1969-12-31", "-026-11-24"}) {
    const auto moment = parse_moment(text, "America/New_York", Edge::from);
    ASSERT_FALSE(moment) << text;
    EXPECT_NE(moment.error().what.find("2026-11-24T14:40:00Z"), std::string::npos) << "shows the form";
  }
}

TEST(ParseMoment, NamesAZoneThatIsNotKnown) {
  const auto moment = parse_moment("2026-11-24", "America/New_Yrok", Edge::from);
  ASSERT_FALSE(moment);
  EXPECT_EQ(moment.error().kind, ErrorKind::unavailable);
  EXPECT_NE(moment.error().what.find("America/New_Yrok"), std::string::npos);
}

ReportArguments arguments(std::string name) {
  return ReportArguments{.name = std::move(name), .device = {}, .from = {}, .to = {}, .format = {}};
}

TEST(ParseReportRequest, TakesEveryReportByItsName) {
  for (const ReportName name : report_names) {
    const auto request = parse_report_request(arguments(std::string{word(name)}), sample_site(), Instant{});
    ASSERT_TRUE(request);
    EXPECT_EQ(request->name, name);
    EXPECT_EQ(request->format, Format::table);
  }
}

struct WrongCase {
  ReportArguments arguments;
  const char* where;
  const char* says;
};

TEST(ParseReportRequest, SaysWhereAndHowToMend) {
  const std::vector<WrongCase> cases{
      {{.name = "exmas", .device = {}, .from = {}, .to = {}, .format = {}}, "report", "did you mean \"exams\"?"},
      {{.name = "zzz", .device = {}, .from = {}, .to = {}, .format = {}}, "report", "status, events, intervals"},
      {{.name = "exams", .device = {}, .from = {}, .to = {}, .format = "jsn"}, "format", "did you mean \"json\"?"},
      {{.name = "exams", .device = "CT 1", .from = {}, .to = {}, .format = {}}, "device", "a-z, 0-9 and -"},
      {{.name = "exams", .device = {}, .from = "noon", .to = {}, .format = {}}, "from", "2026-11-24"},
      {{.name = "exams", .device = {}, .from = {}, .to = "2026-02-30", .format = {}}, "to", "2026-11-24"},
      {{.name = "exams", .device = {}, .from = "2026-11-25", .to = "2026-11-24", .format = {}}, "to", "not after from"},
  };
  for (const WrongCase& example : cases) {
    const auto request = parse_report_request(example.arguments, sample_site(), Instant{});
    ASSERT_FALSE(request) << example.says;
    EXPECT_EQ(request.error().where, example.where);
    EXPECT_NE(request.error().what.find(example.says), std::string::npos) << request.error().what;
  }
}

TEST(ParseReportRequest, TakesOneDayAsFromAndTo) {
  const auto request =
      parse_report_request({.name = "exams", .device = {}, .from = "2026-11-24", .to = "2026-11-24", .format = "csv"},
                           sample_site(), Instant{});
  ASSERT_TRUE(request);
  EXPECT_EQ(*request->to - *request->from, std::chrono::hours{24});
}

}  // namespace
}  // namespace isocenter::report
