#include "collector/state/calendar.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace isocenter::collector {
namespace {

Instant at(const char* text) { return parse_rfc3339(text).value(); }

const Instant monday = at("2026-03-02T00:00:00Z");

TEST(Calendar, WithoutHoursIsAlwaysWithin) {
  const Calendar none;
  EXPECT_FALSE(none.has_hours());
  EXPECT_TRUE(none.within(monday));
  EXPECT_FALSE(none.next_change(monday));
}

TEST(Calendar, OfAZoneNobodyKnowsHasNoHours) {
  EXPECT_FALSE((Calendar{"Mars/Olympus_Mons", {{1, 420, 1140}}}.has_hours()));
}

TEST(Calendar, FollowsTheZone) {
  const Calendar berlin{"Europe/Berlin", {{1, 420, 1140}}};
  EXPECT_EQ(berlin.changes({monday, monday + std::chrono::hours{24}}),
            (std::vector{at("2026-03-02T06:00:00Z"), at("2026-03-02T18:00:00Z")}));
}

TEST(Calendar, CountsOverlappingSpansOnce) {
  const Calendar calendar{"UTC", {{1, 420, 780}, {1, 720, 1140}}};
  EXPECT_EQ(time_within(calendar, {monday, monday + std::chrono::hours{24}}), std::chrono::hours{12});
}

TEST(Calendar, ReachesOverSundayNight) {
  const Calendar calendar{"UTC", {{7, 1320, 1800}}};
  EXPECT_TRUE(calendar.within(at("2026-03-02T05:59:59Z")));
  EXPECT_FALSE(calendar.within(at("2026-03-02T06:00:00Z")));
}

TEST(Calendar, OfEqualEndsIsADay) {
  const Calendar calendar{"UTC", {{1, 420, 1860}}};
  EXPECT_EQ(time_within(calendar, {monday, monday + std::chrono::hours{48}}), std::chrono::hours{24});
}

TEST(Calendar, FindsTheNextChangeDaysAhead) {
  const Calendar calendar{"UTC", {{7, 600, 660}}};
  EXPECT_EQ(calendar.next_change(monday), at("2026-03-08T10:00:00Z"));
  EXPECT_EQ(calendar.next_change(at("2026-03-08T10:00:00.001Z")), at("2026-03-08T11:00:00Z"));
}

TEST(Calendar, AroundTheClockNeverChanges) {
  std::vector<LocalSpan> always;
  for (int weekday = 1; weekday <= 7; ++weekday) always.push_back({weekday, 0, 1440});
  EXPECT_FALSE((Calendar{"America/New_York", always}.next_change(monday)));
}

TEST(Calendar, KnowsTheRulesAfter2037) {
  const Calendar calendar{"America/New_York", {{4, 480, 540}}};  // Thursday 1 July 2038, 08:00 EDT
  EXPECT_TRUE(calendar.within(at("2038-07-01T12:30:00Z")));
  EXPECT_FALSE(calendar.within(at("2038-07-01T13:30:00Z")));
}

RC_GTEST_PROP(Calendar, ChangesWhereWithinDoesAndNowhereElse, ()) {
  const auto zone = *rc::gen::element<std::string>("UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe");
  std::vector<LocalSpan> hours;
  for (int span = *rc::gen::inRange(1, 6); span > 0; --span) {
    const int from = *rc::gen::inRange(0, 1440);
    hours.push_back({*rc::gen::inRange(1, 8), from, from + *rc::gen::inRange(1, 1441)});
  }
  const Calendar calendar{zone, hours};
  // Days around the changes of 2026 in those zones, and others.
  const Instant begin =
      at("2026-03-01T00:00:00Z") + std::chrono::hours{24 * *rc::gen::element(0, 6, 27, 34, 217, 237, 244)};
  const auto changes = calendar.changes({begin, begin + std::chrono::hours{60}});
  bool within = calendar.within(begin - Milliseconds{1});
  std::size_t next = 0;
  for (Instant minute = begin; minute < begin + std::chrono::hours{60}; minute += std::chrono::minutes{1}) {
    const bool is_change = calendar.within(minute) != within;
    const bool is_listed = next < changes.size() && changes[next] == minute;
    RC_ASSERT(is_change == is_listed);
    within = calendar.within(minute);
    next += is_listed;
  }
  RC_ASSERT(next == changes.size());
}

}  // namespace
}  // namespace isocenter::collector
