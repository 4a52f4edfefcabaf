#include "tests/collector/contract/contract_case.hpp"

/// What a contract covers. All are ready throughout, so C is what is covered and the margin a tenth of it.
namespace isocenter::contract::testing {
namespace {

const std::string ready = "otherwise ready";

std::string one_day(const std::string& zone, const std::string& day, const std::string& span = "00:00-24:00") {
  return fmt::format("zone = \"{}\"\nstarts = {}\nends = {}\ndaily = [\"{}\"]", zone, day, day, span);
}

TEST(CoveredCases, DaysOnWhichClocksChange) {
  check({
      // 02:00 -> 03:00: 24 h − 1 h; a tenth of 23 h = 138 min.
      {"New York, spring",
       one_day("America/New_York", "2026-03-08"),
       ready,
       {"2026-03-08/2026-03-08 C=23h 100.000000 margin=2h18m"}},
      // 02:00 -> 01:00: 24 h + 1 h.
      {"New York, autumn",
       one_day("America/New_York", "2026-11-01"),
       ready,
       {"2026-11-01/2026-11-01 C=25h 100.000000 margin=2h30m"}},
      // 01:00-02:00 and 03:00-04:00; 02:00-03:00 was skipped.
      {"A span over the skipped hour",
       one_day("America/New_York", "2026-03-08", "01:00-04:00"),
       ready,
       {"2026-03-08/2026-03-08 C=2h 100.000000 margin=12m"}},
      {"A span within the skipped hour",
       one_day("America/New_York", "2026-03-08", "02:15-02:45"),
       ready,
       {"2026-03-08/2026-03-08 C=0 none"}},
      // 01:00-02:00 EDT, then 01:00-02:00 EST.
      {"A span that the clock repeats",
       one_day("America/New_York", "2026-11-01", "01:00-02:00"),
       ready,
       {"2026-11-01/2026-11-01 C=2h 100.000000 margin=12m"}},
      // 01:15-01:45 EDT is 05:15Z-05:45Z, EST 06:15Z-06:45Z; down 06:00Z-06:30Z takes 15 min of the second: 1 − 15/60.
      {"Down in the second reading only",
       one_day("America/New_York", "2026-11-01", "01:15-01:45"),
       "down 2026-11-01T06:00Z 2026-11-01T06:30Z\notherwise ready",
       {"2026-11-01/2026-11-01 C=1h L=15m 75.000000 margin=-9m"}},
      // 31 × 24 h − 1 h = 743 h.
      {"New York, the whole of March",
       "zone = \"America/New_York\"\nstarts = 2026-03-01\nends = 2026-03-31\ndaily = [\"00:00-24:00\"]",
       ready,
       {"2026-03-01/2026-03-31 C=743h 100.000000 margin=74h18m"}},
      {"London, spring",
       one_day("Europe/London", "2026-03-29"),
       ready,
       {"2026-03-29/2026-03-29 C=23h 100.000000 margin=2h18m"}},
      {"London, autumn",
       one_day("Europe/London", "2026-10-25"),
       ready,
       {"2026-10-25/2026-10-25 C=25h 100.000000 margin=2h30m"}},
      // 02:00 -> 01:30: 24 h + 30 min; a tenth of 1470 min = 147 min.
      {"Lord Howe, autumn",
       one_day("Australia/Lord_Howe", "2026-04-05"),
       ready,
       {"2026-04-05/2026-04-05 C=24h30m 100.000000 margin=2h27m"}},
      {"Lord Howe, the repeated half hour",
       one_day("Australia/Lord_Howe", "2026-04-05", "01:30-02:00"),
       ready,
       {"2026-04-05/2026-04-05 C=1h 100.000000 margin=6m"}},
      // 02:00 -> 02:30: 24 h − 30 min.
      {"Lord Howe, spring",
       one_day("Australia/Lord_Howe", "2026-10-04"),
       ready,
       {"2026-10-04/2026-10-04 C=23h30m 100.000000 margin=2h21m"}},
      // 01:45-02:00 and 02:30-02:45 of 01:45-02:45.
      {"Lord Howe, a span over the skipped half hour",
       one_day("Australia/Lord_Howe", "2026-10-04", "01:45-02:45"),
       ready,
       {"2026-10-04/2026-10-04 C=30m 100.000000 margin=3m"}},
  });
}

TEST(CoveredCases, ZonesThatChangedTheirRules) {
  check({
      // +09 -> +08:30 at the end of the 14th, 24:00 -> 23:30: 24 h 30 min and 24 h.
      {"Pyongyang 2015",
       "zone = \"Asia/Pyongyang\"\nstarts = 2015-08-14\nends = 2015-08-15\ndaily = [\"00:00-24:00\"]",
       ready,
       {"2015-08-14/2015-08-15 C=48h30m 100.000000 margin=4h51m"}},
      // The 14th has its last half hour twice, the 15th once.
      {"Pyongyang 2015, the last half hour",
       "zone = \"Asia/Pyongyang\"\nstarts = 2015-08-14\nends = 2015-08-15\ndaily = [\"23:30-24:00\"]",
       ready,
       {"2015-08-14/2015-08-15 C=1h30m 100.000000 margin=9m"}},
      // Back to +09 at 23:30, which became 24:00.
      {"Pyongyang 2018",
       one_day("Asia/Pyongyang", "2018-05-04"),
       ready,
       {"2018-05-04/2018-05-04 C=23h30m 100.000000 margin=2h21m"}},
      {"Pyongyang 2018, the half hour that never was",
       one_day("Asia/Pyongyang", "2018-05-04", "23:30-24:00"),
       ready,
       {"2018-05-04/2018-05-04 C=0 none"}},
      // In 2015 put off from 25 October to 8 November; from 2016 on none.
      {"Istanbul, 25 October 2015",
       one_day("Europe/Istanbul", "2015-10-25"),
       ready,
       {"2015-10-25/2015-10-25 C=24h 100.000000 margin=2h24m"}},
      {"Istanbul, 8 November 2015",
       one_day("Europe/Istanbul", "2015-11-08"),
       ready,
       {"2015-11-08/2015-11-08 C=25h 100.000000 margin=2h30m"}},
      {"Istanbul, 30 October 2016",
       one_day("Europe/Istanbul", "2016-10-30"),
       ready,
       {"2016-10-30/2016-10-30 C=24h 100.000000 margin=2h24m"}},
      // 30 December 2011 was left out: the 29th and the 31st, 24 h each.
      {"Apia, a day that never was",
       "zone = \"Pacific/Apia\"\nstarts = 2011-12-29\nends = 2011-12-31\ndaily = [\"00:00-24:00\"]",
       ready,
       {"2011-12-29/2011-12-31 C=48h 100.000000 margin=4h48m"}},
      {"Apia, that day alone", one_day("Pacific/Apia", "2011-12-30"), ready, {"2011-12-30/2011-12-30 C=0 none"}},
  });
}

TEST(CoveredCases, MidnightsSkippedAndRepeated) {
  check({
      {"Sao Paulo, 00:00 -> 01:00",
       one_day("America/Sao_Paulo", "2017-10-15"),
       ready,
       {"2017-10-15/2017-10-15 C=23h 100.000000 margin=2h18m"}},
      // 24:00 -> 23:00, so 23:00-24:00 comes twice.
      {"Sao Paulo, 24:00 -> 23:00",
       one_day("America/Sao_Paulo", "2017-02-18"),
       ready,
       {"2017-02-18/2017-02-18 C=25h 100.000000 margin=2h30m"}},
      // 00:00-01:00 of the day before's span, 23:00-24:00 twice: 3 h.
      {"Sao Paulo, a span over that midnight",
       one_day("America/Sao_Paulo", "2017-02-18", "23:00-01:00"),
       ready,
       {"2017-02-18/2017-02-18 C=3h 100.000000 margin=18m"}},
      // The same in spring: 23:00-24:00 only, since 00:00-01:00 was skipped.
      {"Sao Paulo, a span over the skipped midnight",
       one_day("America/Sao_Paulo", "2017-10-15", "23:00-01:00"),
       ready,
       {"2017-10-15/2017-10-15 C=1h 100.000000 margin=6m"}},
      {"Beirut, 00:00 -> 01:00",
       one_day("Asia/Beirut", "2026-03-29"),
       ready,
       {"2026-03-29/2026-03-29 C=23h 100.000000 margin=2h18m"}},
      // 01:00 -> 00:00: the day's own midnight comes twice.
      {"Azores, the repeated first hour",
       one_day("Atlantic/Azores", "2026-10-25", "00:00-01:00"),
       ready,
       {"2026-10-25/2026-10-25 C=2h 100.000000 margin=12m"}},
      // 00:01 of the 7th -> 23:01 of the 6th. The 6th: 24 h + 59 min = 1499 min; the 7th: 1 min + 24 h = 1441 min.
      {"St. John's, a date that came back",
       one_day("America/St_Johns", "2010-11-06"),
       ready,
       {"2010-11-06/2010-11-06 C=24h59m 100.000000 margin=2h29m54s"}},
      {"St. John's, the date after it",
       one_day("America/St_Johns", "2010-11-07"),
       ready,
       {"2010-11-07/2010-11-07 C=24h1m 100.000000 margin=2h24m6s"}},
  });
}

const std::string june = "starts = 2026-06-01\nends = 2026-06-30\n";
const std::string week = R"(covered.mon = ["07:00-19:00"]
  covered.tue = ["07:00-19:00"]
  covered.wed = ["07:00-19:00"]
  covered.thu = ["07:00-19:00"]
  covered.fri = ["07:00-19:00"]
  covered.sat = ["08:00-12:00"]
)";

TEST(CoveredCases, WeeksHolidaysAndSpansOverMidnight) {
  check({
      // June 2026 begins on a Monday: 22 weekdays × 12 h + 4 Saturdays × 4 h = 280 h.
      {"A month of a usual week", june + week, ready, {"2026-06-01/2026-06-30 C=280h 100.000000 margin=28h"}},
      // Friday the 19th takes 12 h, Saturday 4 h, Sunday nothing: 264 h.
      {"Holidays",
       june + week + "holidays = [2026-06-19, 2026-06-20, 2026-06-21]",
       ready,
       {"2026-06-01/2026-06-30 C=264h 100.000000 margin=26h24m"}},
      // Monday 22:00-24:00; Tuesday's 00:00-06:00 is a holiday's.
      {"A holiday takes the end of a span over midnight",
       "ends = 2026-06-02\ncovered.mon = [\"22:00-06:00\"]\nholidays = [2026-06-02]",
       ready,
       {"2026-06-01/2026-06-02 C=2h 100.000000 margin=12m"}},
      {"A holiday takes the begin of a span over midnight",
       "ends = 2026-06-02\ncovered.mon = [\"22:00-06:00\"]\nholidays = [2026-06-01]",
       ready,
       {"2026-06-01/2026-06-02 C=6h 100.000000 margin=36m"}},
      // New York's holiday is 04:00Z to 04:00Z: Thu 24 and Sat 26 December 24 h each.
      {"A holiday is a local day",
       "zone = \"America/New_York\"\nstarts = 2026-12-24\nends = 2026-12-26\ndaily = [\"00:00-24:00\"]\n"
       "holidays = [2026-12-25]",
       "down 2026-12-25T05:00Z 2026-12-26T05:00Z\notherwise ready",
       {"2026-12-24/2026-12-26 C=48h 100.000000 margin=4h48m"}},
      // Tuesdays 2, 9, 16, 23 × 8 h + 2 h of the 30th = 34 h; July: 6 h of the 1st + 7, 14, 21, 28 × 8 h = 38 h.
      {"A span over midnight into a new month",
       "ends = 2026-07-31\ncovered.tue = [\"22:00-06:00\"]",
       ready,
       {"2026-06-01/2026-06-30 C=34h 100.000000 margin=3h24m", "2026-07-01/2026-07-31 C=38h 100.000000 margin=3h48m"}},
      // Sunday's span, begun before the contract: Monday 00:00-06:00.
      {"A span over midnight on the first day",
       "covered.sun = [\"22:00-06:00\"]",
       ready,
       {"2026-06-01/2026-06-01 C=6h 100.000000 margin=36m"}},
      {"A span over midnight after the last day",
       "covered.mon = [\"22:00-06:00\"]",
       ready,
       {"2026-06-01/2026-06-01 C=2h 100.000000 margin=12m"}},
      // 08:00-14:00 once.
      {"Overlapping spans",
       "covered.mon = [\"08:00-12:00\", \"10:00-14:00\", \"13:00-13:30\"]",
       ready,
       {"2026-06-01/2026-06-01 C=6h 100.000000 margin=36m"}},
      // Sunday's until 10:00, Monday's until 12:00: 00:00-12:00 once.
      {"A span over midnight that overlaps the next day's",
       "covered.sun = [\"20:00-10:00\"]\ncovered.mon = [\"08:00-12:00\"]",
       ready,
       {"2026-06-01/2026-06-01 C=12h 100.000000 margin=1h12m"}},
      // Monday 08:00 to Tuesday 08:00.
      {"Equal ends are 24 hours",
       "ends = 2026-06-02\ncovered.mon = [\"08:00-08:00\"]",
       ready,
       {"2026-06-01/2026-06-02 C=24h 100.000000 margin=2h24m"}},
      {"Two days of 24 hours",
       "ends = 2026-06-02\ndaily = [\"00:00-24:00\"]",
       ready,
       {"2026-06-01/2026-06-02 C=48h 100.000000 margin=4h48m"}},
      {"Two days of 24 hours from 00:00 to 00:00",
       "ends = 2026-06-02\ndaily = [\"00:00-00:00\"]",
       ready,
       {"2026-06-01/2026-06-02 C=48h 100.000000 margin=4h48m"}},
  });
}

TEST(CoveredCases, PeriodsCutOffByTheContract) {
  check({
      // 14 + 31 = 45 days; 91 days; 31 + 10 = 41 days; 10 h each.
      {"From the middle of a month to the middle of a quarter",
       "starts = 2026-02-15\nends = 2026-08-10\nperiod = \"quarter\"",
       ready,
       {"2026-02-15/2026-03-31 C=450h 100.000000 margin=45h", "2026-04-01/2026-06-30 C=910h 100.000000 margin=91h",
        "2026-07-01/2026-08-10 C=410h 100.000000 margin=41h"}},
      // 31 + 31 + 30 + 31 + 30 + 31 = 184 days; 31 + 29 + 31 + 30 + 31 + 30 = 182 days.
      {"Years",
       "starts = 2027-07-01\nends = 2028-06-30\nperiod = \"year\"",
       ready,
       {"2027-07-01/2027-12-31 C=1840h 100.000000 margin=184h",
        "2028-01-01/2028-06-30 C=1820h 100.000000 margin=182h"}},
      // 16 days from the 15th; 1 day.
      {"Months",
       "starts = 2026-06-15\nends = 2026-07-01",
       ready,
       {"2026-06-15/2026-06-30 C=160h 100.000000 margin=16h", "2026-07-01/2026-07-01 C=10h 100.000000 margin=1h"}},
      // Nothing covered on a Monday.
      {"A period without covered time",
       "covered.sat = [\"08:00-12:00\"]\ncredit_per_hour = \"10.00\"",
       ready,
       {"2026-06-01/2026-06-01 C=0 none"}},
  });
}

}  // namespace
}  // namespace isocenter::contract::testing
