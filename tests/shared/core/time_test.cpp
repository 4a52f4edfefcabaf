#include "shared/core/time.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace isocenter {
namespace {

struct TimeCase {
  const char* text;
  std::int64_t unix_ms;  // by GNU date: date -u -d "$text" +%s%3N
};

TEST(ParseRfc3339, ReadsOffsetsFractionsAndLeapDays) {
  const TimeCase cases[] = {
      {"1970-01-01T00:00:00Z", 0},
      {"1970-01-01T00:00:00.000Z", 0},
      {"2026-11-24T14:40:04.130Z", 1'795'531'204'130},
      {"2026-11-24t14:40:04.130z", 1'795'531'204'130},
      {"2026-11-24T09:40:04.130-05:00", 1'795'531'204'130},
      {"2026-11-24T20:25:04.130+05:45", 1'795'531'204'130},
      {"2026-11-25T00:40:04.130+10:00", 1'795'531'204'130},
      {"2026-11-24T14:40:04.130+00:00", 1'795'531'204'130},
      {"2026-11-24T14:40:04.130-00:00", 1'795'531'204'130},
      {"2026-11-24T14:40:04.1Z", 1'795'531'204'100},
      {"2026-11-24T14:40:04.13Z", 1'795'531'204'130},
      {"2026-11-24T14:40:04.130999999Z", 1'795'531'204'130},
      {"2026-11-24T14:40:04.9999Z", 1'795'531'204'999},
      {"2024-02-29T12:00:00Z", 1'709'208'000'000},
      {"2000-02-29T00:00:00Z", 951'782'400'000},
      {"1970-01-01T01:00:00+01:00", 0},
      {"9999-12-31T23:59:59.999Z", 253'402'300'799'999},
  };
  for (const TimeCase& each : cases) {
    const Result<Instant> instant = parse_rfc3339(each.text);
    ASSERT_TRUE(instant) << each.text;
    EXPECT_EQ(to_unix_ms(*instant), each.unix_ms) << each.text;
  }
}

TEST(ParseRfc3339, RefusesWhatIsNoTime) {
  for (const char* text : {"",
                           "2026",
                           "2026-11-24",
                           "2026-11-24T14:40:04",
                           "2026-11-24 14:40:04Z",
                           "2026-11-24T14:40Z",
                           "2026-11-24T14:40:04.Z",
                           "2026-11-24T14:40:04,5Z",
                           "2026-11-24T14:40:04Z ",
                           " 2026-11-24T14:40:04Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-02-29T00:00:00Z",
                           "2100-02-29T00:00:00Z",
                           "2026-04-31T00:00:00Z",
                           "2026-11-00T00:00:00Z",
                           "2026-11-24T24:00:00Z",
                           "2026-11-24T14:60:00Z",
                           "2026-11-24T14:40:60Z",
                           "2026-11-24T14:40:04+24:00",
                           "2026-11-24T14:40:04+05",
                           "2026-11-24T14:40:04+0500",
                           "2026-11-24T14:40:04+05:60",
                           "1969-12-31T23:59:59Z",
                           "1970-01-01T00:59:59+01:00",
                           "9999-12-31T23:59:59-00:01",
                           "20261-11-24T14:40:04Z",
                           "2026-11-24T-4:40:04Z",
                           "+026-11-24T14:40:04Z"}) {
    const Result<Instant> instant = parse_rfc3339(text);
    ASSERT_FALSE(instant) << text;
    EXPECT_EQ(instant.error().kind, ErrorKind::malformed) << text;
  }
}

TEST(FormatRfc3339, HasAlwaysMilliseconds) {
  EXPECT_EQ(format_rfc3339(from_unix_ms(0)), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(format_rfc3339(from_unix_ms(1'795'531'204'007)), "2026-11-24T14:40:04.007Z");
  EXPECT_EQ(format_rfc3339(from_unix_ms(253'402'300'799'999)), "9999-12-31T23:59:59.999Z");
}

RC_GTEST_PROP(Rfc3339, ReadsWhatItWrites, ()) {
  const Instant instant = from_unix_ms(*rc::gen::inRange<std::int64_t>(0, to_unix_ms(end_of_time)));
  RC_ASSERT(parse_rfc3339(format_rfc3339(instant)).value() == instant);
}

RC_GTEST_PROP(Rfc3339, SortsAsTimeDoes, ()) {
  const auto any = rc::gen::inRange<std::int64_t>(0, to_unix_ms(end_of_time));
  const Instant a = from_unix_ms(*any);
  const Instant b = from_unix_ms(*any);
  RC_ASSERT((a < b) == (format_rfc3339(a) < format_rfc3339(b)));
}

constexpr Instant at(std::int64_t ms) { return from_unix_ms(ms); }

TEST(Period, HoldsItsBeginningAndNotItsEnd) {
  const Period period{at(10), at(20)};
  EXPECT_FALSE(period.contains(at(9)));
  EXPECT_TRUE(period.contains(at(10)));
  EXPECT_TRUE(period.contains(at(19)));
  EXPECT_FALSE(period.contains(at(20)));
  EXPECT_EQ(period.length(), Milliseconds{10});
}

TEST(Period, IsEmptyWhereItEndsBeforeItBegins) {
  EXPECT_TRUE((Period{at(10), at(10)}.empty()));
  EXPECT_TRUE((Period{at(10), at(9)}.empty()));
  EXPECT_EQ((Period{at(10), at(9)}.length()), Milliseconds{0});
}

TEST(Overlap, IsWhatBothHold) {
  EXPECT_EQ(overlap({at(0), at(10)}, {at(5), at(20)}), (Period{at(5), at(10)}));
  EXPECT_EQ(overlap({at(5), at(8)}, {at(0), at(20)}), (Period{at(5), at(8)}));
  EXPECT_EQ(overlap({at(0), at(5)}, {at(5), at(10)}), std::nullopt);
}

}  // namespace
}  // namespace isocenter
