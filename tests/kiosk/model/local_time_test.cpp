#include "kiosk/model/local_time.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/kiosk/model/department_support.hpp"

namespace isocenter::kiosk {
namespace {

using std::chrono::hours;

LocalTime zone(const std::string& name) { return *LocalTime::in(name); }

TEST(LocalTime, RefusesWhatIsNoZone) {
  for (const char* name : {"", "Mars/Olympus", "../../etc/passwd"}) {
    const auto local = LocalTime::in(name);
    ASSERT_FALSE(local) << name;
    EXPECT_EQ(local.error().kind, ErrorKind::invalid);
    EXPECT_NE(local.error().what.find("America/New_York"), std::string::npos);
  }
}

TEST(LocalTime, SaysTimeAndDateWhereTheSiteIs) {
  const Words words = Words::english();
  EXPECT_EQ(new_york().hours_minutes(at("2026-11-24T15:42:59.999Z")), "10:42");
  EXPECT_EQ(new_york().date(at("2026-11-25T04:59:00Z"), words), "Tuesday 24 November");
  EXPECT_EQ(new_york().date(at("2026-11-25T05:00:00Z"), words), "Wednesday 25 November");
  EXPECT_EQ(zone("Asia/Kolkata").hours_minutes(at("2026-11-24T15:42:00Z")), "21:12");
}

TEST(LocalTime, NamesTheDayOfAnotherDay) {
  const Words words = Words::english();
  const Instant now = clock("00:05:00");
  EXPECT_EQ(new_york().moment(clock("00:01:00"), now, words), "00:01");
  EXPECT_EQ(new_york().moment(clock("00:01:00") - hours{1}, now, words), "Monday 23:01");
  EXPECT_EQ(new_york().moment(now - hours{24 * 10}, now, words), "14 November");
}

TEST(LocalTime, HoursOfAnOrdinaryWindow) {
  const auto found = new_york().full_hours({clock("02:42:00"), clock("14:42:00")});
  ASSERT_EQ(found.size(), 12u);
  EXPECT_EQ(found.front(), clock("03:00:00"));
  EXPECT_EQ(found.back(), clock("14:00:00"));
  EXPECT_EQ(new_york().full_hours({clock("03:00:00"), clock("04:00:00")}).size(), 2u);
  EXPECT_TRUE(new_york().full_hours({clock("04:00:00"), clock("03:00:00")}).empty());
}

TEST(LocalTime, HoursOverDaylightSaving) {
  // 2026-03-08 New York: 01:59 is followed by 03:00; 2026-11-01: 01:59 by 01:00 again.
  const auto spring = new_york().full_hours({at("2026-03-08T05:00:00Z"), at("2026-03-08T08:00:00Z")});
  std::vector<int> read;
  for (const Instant hour : spring) read.push_back(new_york().hour(hour));
  EXPECT_EQ(read, (std::vector{0, 1, 3, 4}));
  read.clear();
  for (const Instant hour : new_york().full_hours({at("2026-11-01T04:00:00Z"), at("2026-11-01T07:00:00Z")})) {
    read.push_back(new_york().hour(hour));
  }
  EXPECT_EQ(read, (std::vector{0, 1, 1, 2}));
  // Lord Howe sets its clock by half an hour.
  const LocalTime lord_howe = zone("Australia/Lord_Howe");
  for (const Instant hour : lord_howe.full_hours({at("2026-04-04T12:00:00Z"), at("2026-04-04T20:00:00Z")})) {
    EXPECT_TRUE(lord_howe.hours_minutes(hour).ends_with(":00"));
  }
}

TEST(LocalTime, MidnightIsWhereTheDayBegins) {
  EXPECT_EQ(new_york().midnight_before(clock("10:42:00")), clock("00:00:00"));
  EXPECT_EQ(new_york().midnight_before(clock("00:00:00")), clock("00:00:00"));
  EXPECT_EQ(new_york().midnight_before(at("2026-11-01T20:00:00Z")), at("2026-11-01T04:00:00Z"));  // a day of 25 hours
  // São Paulo skipped midnight on 2018-11-04: its day began at 01:00.
  EXPECT_EQ(zone("America/Sao_Paulo").midnight_before(at("2018-11-04T12:00:00Z")), at("2018-11-04T03:00:00Z"));
}

RC_GTEST_PROP(LocalTime, FullHoursAreFullAndOneAfterTheOther, ()) {
  const auto name = *rc::gen::element<std::string>("America/New_York", "Europe/Berlin", "Australia/Lord_Howe",
                                                   "Asia/Kathmandu", "UTC", "America/St_Johns", "Africa/Casablanca");
  const LocalTime local = zone(name);
  const Instant from = from_unix_ms(*rc::gen::inRange<std::int64_t>(1'600'000'000'000, 1'900'000'000'000));
  const Period window{from, from + hours{12}};
  Instant last = from - hours{1};
  for (const Instant hour : local.full_hours(window)) {
    RC_ASSERT(local.hours_minutes(hour).ends_with(":00"));
    RC_ASSERT(hour >= window.from && hour <= window.to && hour > last);
    last = hour;
  }
  const Instant midnight = local.midnight_before(from);
  RC_ASSERT(midnight <= from && from - midnight < hours{26});
}

}  // namespace
}  // namespace isocenter::kiosk
