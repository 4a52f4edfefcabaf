#include "agent/observe/log_time.hpp"

#include <gtest/gtest.h>

#include "tests/agent/observe/log_support.hpp"

namespace isocenter::agent {
namespace {

using test::at;

std::optional<Instant> read(const std::string& format, std::string_view line,
                            std::optional<Instant> last = std::nullopt, std::string_view now = "2027-03-01T12:00:00Z",
                            const std::string& zone = "Europe/Berlin") {
  return LogTimes::make({{format, ""}}, zone).value().read(line, last, at(now));
}

TEST(LogTimes, ReadsLocalTimeInTheZone) {
  EXPECT_EQ(read("%Y-%m-%d %H:%M:%E*S", "2026-11-24 14:40:04.130 INFO x"), at("2026-11-24T13:40:04.130Z"));
  EXPECT_EQ(read("%Y-%m-%d %H:%M:%E*S", "2026-07-24 14:40:04 INFO x"), at("2026-07-24T12:40:04Z"));
  EXPECT_EQ(read("%d.%m.%Y %H:%M:%S", "[24.11.2026 14:40:04] x"), at("2026-11-24T13:40:04Z"));
  EXPECT_EQ(read("%m/%d/%Y %I:%M:%S %p", "11/24/2026 02:40:04 PM x"), at("2026-11-24T13:40:04Z"));
}

TEST(LogTimes, TakesACommaBeforeTheFraction) {
  EXPECT_EQ(read("%Y-%m-%d %H:%M:%E*S", "2026-11-24 14:40:04,13 x"), at("2026-11-24T13:40:04.130Z"));
}

TEST(LogTimes, CutsWhatIsFinerThanAMillisecond) {
  EXPECT_EQ(read("%Y/%m/%d-%H:%M:%E*S", "2026/11/24-14:40:04.130999 x"), at("2026-11-24T13:40:04.130Z"));
}

TEST(LogTimes, HeedsAWrittenOffset) {
  EXPECT_EQ(read("%Y-%m-%dT%H:%M:%E*S%Ez", "2026-11-24T14:40:04.130-05:00 x"), at("2026-11-24T19:40:04.130Z"));
  EXPECT_EQ(read("%s", "1795527604 x"), at("2026-11-24T13:40:04Z"));
}

TEST(LogTimes, LooksAtTheStartOfTheLineUnlessToldWhere) {
  EXPECT_EQ(read("%Y-%m-%d %H:%M:%E*S", "note: 2026-11-24 14:40:04.130"), std::nullopt);
  const auto times = LogTimes::make({{"%Y-%m-%d %H:%M:%E*S", R"(time=(\S+ \S+))"}}, "UTC").value();
  EXPECT_EQ(times.read("x time=2026-11-24 14:40:04.130 y", std::nullopt, test::now), at("2026-11-24T14:40:04.130Z"));
}

TEST(LogTimes, RefusesTimesThatAreNone) {
  EXPECT_EQ(read("%Y-%m-%d %H:%M:%E*S", "2026-02-30 14:40:04.130 x"), std::nullopt);
  EXPECT_EQ(read("%Y-%m-%d %H:%M:%E*S", "2026-11-24 25:40:04.130 x"), std::nullopt);
  EXPECT_EQ(read("%Y-%m-%d %H:%M:%E*S", ""), std::nullopt);
  EXPECT_EQ(read("%Y-%m-%d %H:%M:%E*S", "1960-11-24 14:40:04.130 x"), std::nullopt);
  EXPECT_EQ(read("%Y-%m-%d %H:%M:%E*S%Ez", "1970-01-01 00:59:59.999+01:00 x"), std::nullopt);
}

TEST(LogTimes, TakesAnUnwrittenYearFromTheLineBefore) {
  EXPECT_EQ(read("%a %b %d %H:%M:%E*S", "Tue Sep 07 10:27:58.487 SBM", at("2021-09-07T08:00:00Z")),
            at("2021-09-07T08:27:58.487Z"));
  EXPECT_EQ(read("%b %e %H:%M:%S", "Sep  7 10:27:58 host", at("2021-09-07T08:00:00Z")), at("2021-09-07T08:27:58Z"));
}

TEST(LogTimes, CrossesNewYearWithoutAYear) {
  EXPECT_EQ(read("%b %e %H:%M:%S", "Jan  1 00:00:05 x", at("2026-12-31T22:59:59Z")), at("2026-12-31T23:00:05Z"));
  EXPECT_EQ(read("%b %e %H:%M:%S", "Jan  1 00:00:05 x", at("2026-12-31T11:00:00Z")), at("2026-12-31T23:00:05Z"));
  // Lines of two writers may be a little out of order.
  EXPECT_EQ(read("%b %e %H:%M:%S", "Dec 31 23:59:59 x", at("2026-12-31T23:00:05Z")), at("2026-12-31T22:59:59Z"));
}

TEST(LogTimes, GoesForwardAfterALongSilence) {
  EXPECT_EQ(read("%b %e %H:%M:%S", "Oct  5 12:00:00 x", at("2026-01-10T00:00:00Z"), "2026-10-05T11:00:00Z"),
            at("2026-10-05T10:00:00Z"));
}

TEST(LogTimes, TakesTheLastYearThatIsNotAheadWhereNoLineWasDated) {
  EXPECT_EQ(read("%b %e %H:%M:%S", "Dec 31 23:00:00 x", std::nullopt, "2027-01-01T08:00:00Z"),
            at("2026-12-31T22:00:00Z"));
  EXPECT_EQ(read("%b %e %H:%M:%S", "Jan  1 09:00:00 x", std::nullopt, "2027-01-01T08:00:00Z"),
            at("2027-01-01T08:00:00Z"));
}

TEST(LogTimes, AWrittenWeekdayFindsTheYear) {
  EXPECT_EQ(read("%a %b %d %H:%M:%E*S", "Tue Sep 07 10:27:58.487 SBM", std::nullopt, "2026-10-07T08:00:00Z"),
            at("2021-09-07T08:27:58.487Z"));
}

TEST(LogTimes, KnowsFebruary29WithoutAYear) {
  EXPECT_EQ(read("%b %e %H:%M:%S", "Feb 29 12:00:00 x", std::nullopt, "2027-01-01T08:00:00Z"),
            at("2024-02-29T11:00:00Z"));
}

TEST(LogTimes, TakesTheSecondOfARepeatedHourWhenTheFirstWouldRunBackwards) {
  const std::string format = "%Y-%m-%d %H:%M:%E*S";
  EXPECT_EQ(read(format, "2026-10-25 02:30:00.000 x", at("2026-10-25T00:29:00Z")), at("2026-10-25T00:30:00Z"));
  EXPECT_EQ(read(format, "2026-10-25 02:00:01.000 x", at("2026-10-25T00:59:59Z")), at("2026-10-25T01:00:01Z"));
  EXPECT_EQ(read(format, "2026-10-25 02:30:00.000 x", at("2026-10-25T01:10:00Z")), at("2026-10-25T01:30:00Z"));
  // A little out of order within the first hour is still the first hour.
  EXPECT_EQ(read(format, "2026-10-25 02:29:58.000 x", at("2026-10-25T00:30:00Z")), at("2026-10-25T00:29:58Z"));
}

TEST(LogTimes, TheFirstFormatThatFitsCounts) {
  const auto times =
      LogTimes::make({{"%Y-%m-%d %H:%M:%E*S", ""}, {"%a %b %d %H:%M:%E*S", ""}}, "Europe/Berlin").value();
  const Instant last = at("2021-09-07T08:00:00Z");
  EXPECT_EQ(times.read("2021-09-07 10:30:06.149 x", last, test::now), at("2021-09-07T08:30:06.149Z"));
  EXPECT_EQ(times.read("Tue Sep 07 10:27:58.487 x", last, test::now), at("2021-09-07T08:27:58.487Z"));
  EXPECT_EQ(times.read("07.09.21 65529:27:65535.65091 x", last, test::now), std::nullopt);
}

TEST(LogTimes, ToleratesAnyBytes) {
  using namespace std::string_view_literals;
  EXPECT_EQ(read("%Y-%m-%d %H:%M:%E*S", "2026-11-24 14:40:04.130 \xff\xfe\0 x"sv), at("2026-11-24T13:40:04.130Z"));
  EXPECT_EQ(read("%Y-%m-%d %H:%M:%E*S", "\xff\xfe\0\0"sv), std::nullopt);
  EXPECT_EQ(read("%Y-%m-%d %H:%M:%E*S", "\0\0\0 2026-11-24 14:40:04.130 x"sv), at("2026-11-24T13:40:04.130Z"));
}

TEST(LogTimes, RefusesFormatsThatCannotWork) {
  EXPECT_TRUE(time_format_error({"%H:%M:%S", ""}));
  EXPECT_TRUE(time_format_error({"%Y-%m-%d", ""}));
  EXPECT_TRUE(time_format_error({"%Y-%m-%d %H:%M %Q", ""}));
  EXPECT_TRUE(time_format_error({"%Y-%m-%d %H:%M", "time=("}));
  EXPECT_TRUE(time_format_error({"%Y-%m-%d %H:%M", "time=.*"}));
  EXPECT_FALSE(time_format_error({"%Y-%m-%d %H:%M", "time=(.*)"}));
  EXPECT_FALSE(LogTimes::make({}, "Europe/Atlantis"));
}

}  // namespace
}  // namespace isocenter::agent
