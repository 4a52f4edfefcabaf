#include "tests/collector/contract/contract_case.hpp"

/// What the vendor owes. Unless said otherwise the day of `usual_terms`: C = 10 h = 36 000 000 ms, price 100.00.
namespace isocenter::contract::testing {
namespace {

const std::string day = "2026-06-01/2026-06-01 ";
const std::string steps =
    "credit = [ { below_percent = 97.0, credit_percent = 2.0 }, { below_percent = 95.0, credit_percent = 5.0 } ]\n";
const std::string guaranteed_97 = "guaranteed_percent = 97.0\n";  // 18 min of 10 h

std::string down_for(const std::string& until) {
  return fmt::format("down 2026-06-01T10:00 {}\notherwise ready", until);
}

TEST(CreditCases, Steps) {
  check({
      // Exactly 97 %: 18 min. No step is reached.
      {"Exactly at the first", guaranteed_97 + steps, down_for("10:18"), {day + "C=10h L=18m 97.000000 margin=0"}},
      // 1 ms more: 1 − 1 080 001/36 000 000 = 0.96999997…; 2 % of 100.00.
      {"A millisecond below the first",
       guaranteed_97 + steps,
       down_for("10:18:00.001"),
       {day + "C=10h L=18m1ms 96.999997 margin=-1ms credit=2.00"}},
      // 30 min: exactly 95 %, so the step below 97 counts.
      {"Exactly at the second",
       guaranteed_97 + steps,
       down_for("10:30"),
       {day + "C=10h L=30m 95.000000 margin=-12m credit=2.00"}},
      {"A millisecond below the second",
       guaranteed_97 + steps,
       down_for("10:30:00.001"),
       {day + "C=10h L=30m1ms 94.999997 margin=-12m1ms credit=5.00"}},
      // The exact uptime, not what is shown: a weight of 0.0001 takes 0.0001 ms, shown as 99.999999.
      {"Below 100 by less than is shown",
       "limited_weight = 0.0001\ncredit = [ { below_percent = 100.0, credit_percent = 3.0 } ]",
       "limited 2026-06-01T10:00:00.000 10:00:00.001\notherwise ready",
       {day + "C=10h L=0.0001ms 99.999999 margin=59m59s999.9999ms credit=3.00"}},
      {"In any order",
       "credit = [ { below_percent = 95.0, credit_percent = 5.0 }, { below_percent = 97.0, credit_percent = 2.0 } ]",
       down_for("10:36"),
       {day + "C=10h L=36m 94.000000 margin=24m credit=5.00"}},
      // 90 %: the lowest reached is 95, whatever it pays.
      {"The lowest reached, not the dearest",
       "credit = [ { below_percent = 97.0, credit_percent = 5.0 }, { below_percent = 95.0, credit_percent = 1.0 } ]",
       down_for("11:00"),
       {day + "C=10h L=1h 90.000000 margin=0 credit=1.00"}},
      // Within the allowance of 2 h, yet 90 % is below 95.
      {"By themselves under an allowance",
       "allowed_lost_hours = 2.0\n" + steps,
       down_for("11:00"),
       {day + "C=10h L=1h 90.000000 margin=1h credit=5.00"}},
      {"None, however low", "", down_for("18:00"), {day + "C=10h L=8h 20.000000 margin=-7h"}},
  });
}

TEST(CreditCases, HoursBeyondTheAllowance) {
  check({
      // 2 h 30 min − 1 h = 1.5 h × 10.00.
      {"Pro rata",
       "credit_per_hour = \"10.00\"",
       down_for("12:30"),
       {day + "C=10h L=2h30m 75.000000 margin=-1h30m credit=15.00"}},
      {"Nothing at the allowance",
       "credit_per_hour = \"10.00\"",
       down_for("11:00"),
       {day + "C=10h L=1h 90.000000 margin=0"}},
      // 2 h − 1.5 h = 0.5 h × 8.00.
      {"Under an allowance in hours",
       "allowed_lost_hours = 1.5\ncredit_per_hour = \"8.00\"",
       down_for("12:00"),
       {day + "C=10h L=2h 80.000000 margin=-30m credit=4.00"}},
      // 0.5 h × 0.01 = half a cent.
      {"Half a cent is rounded up",
       "credit_per_hour = \"0.01\"",
       down_for("11:30"),
       {day + "C=10h L=1h30m 85.000000 margin=-30m credit=0.01"}},
      // 1 − 5 399 999/36 000 000 = 0.85000002…
      {"A little less is not",
       "credit_per_hour = \"0.01\"",
       down_for("11:29:59.999"),
       {day + "C=10h L=1h29m59s999ms 85.000002 margin=-29m59s999ms"}},
      // Not shared out: 15 days × 10 h = 150 h, 10 h allowed; 1 − 2/150.
      {"The allowance of a period cut off",
       "starts = 2026-06-16\nends = 2026-06-30\nallowed_lost_hours = 10.0",
       "down 2026-06-16T10:00 12:00\notherwise ready",
       {"2026-06-16/2026-06-30 C=150h L=2h 98.666666 margin=8h"}},
      {"An allowance with no time lost",
       "allowed_lost_hours = 0.25",
       "otherwise ready",
       {day + "C=10h 100.000000 margin=15m"}},
      // 10 h allowed of nothing covered: no margin.
      {"An allowance without covered time",
       "allowed_lost_hours = 10.0\ncredit_per_hour = \"8.00\"",
       "",
       {day + "C=0 U=10h none (0.000000..100.000000)"}},
      {"No time covered, nothing owed",
       steps + "credit_per_hour = \"8.00\"\ncovered.sat = [\"08:00-12:00\"]",
       "",
       {day + "C=0 none"}},
  });
}

TEST(CreditCases, SumCapAndPrice) {
  const std::string both = "credit = [ { below_percent = 95.0, credit_percent = 5.0 } ]\ncredit_per_hour = \"10.00\"\n";
  check({
      // 5.00 + 1.5 h × 10.00.
      {"Both together", both, down_for("12:30"), {day + "C=10h L=2h30m 75.000000 margin=-1h30m credit=20.00"}},
      // 90 min are allowed (85 %), 45 lost: 92.5 % is below 95; what is left of the allowance pays nothing back.
      {"Time left pays nothing back",
       "guaranteed_percent = 85.0\n" + both,
       down_for("10:45"),
       {day + "C=10h L=45m 92.500000 margin=45m credit=5.00"}},
      {"Capped",
       both + "credit_cap_percent = 12.5",
       down_for("12:30"),
       {day + "C=10h L=2h30m 75.000000 margin=-1h30m credit=12.50"}},
      {"Capped at nothing",
       both + "credit_cap_percent = 0",
       down_for("12:30"),
       {day + "C=10h L=2h30m 75.000000 margin=-1h30m"}},
      // 5.00 + 7 h × 100.00 is more than the price.
      {"Never more than the price",
       "credit_per_hour = \"100.00\"\n",
       down_for("18:00"),
       {day + "C=10h L=8h 20.000000 margin=-7h credit=100.00"}},
      // 1000.00/365 = 2.739726… × 1 % = 0.0273…; 1.5 h × 0.01 = 0.015; together 0.0423…, each rounded it were 0.05.
      {"Rounded once",
       "annual_price = \"1000.00\"\ncredit_per_hour = \"0.01\"\ncredit = [ { below_percent = 95.0, credit_percent = "
       "1.0 } ]",
       down_for("12:30"),
       {day + "C=10h L=2h30m 75.000000 margin=-1h30m credit=0.04"}},
      // 29 of 366 days × 36 600.00 = 2900.00, 10 % of it; 290 h, 1 − 1/290 = 0.9965517….
      {"February of a leap year",
       "starts = 2028-02-01\nends = 2028-02-29\nannual_price = \"36600.00\"\ncredit = [ { below_percent = 100.0, "
       "credit_percent = 10.0 } ]",
       "down 2028-02-29T10:00 11:00\notherwise ready",
       {"2028-02-01/2028-02-29 C=290h L=1h 99.655172 margin=28h credit=290.00"}},
      // 180 000.00 × 31/365 = 15 287.6712…; 2 % = 305.7534…. 310 h: 1 − 10/310 = 0.9677419…; 9.3 h − 10 h = −42 min.
      {"A month of a year",
       "starts = 2026-01-01\nends = 2026-01-31\nannual_price = \"180000.00\"\n" + guaranteed_97 + steps,
       "down 2026-01-12T08:00 18:00\notherwise ready",
       {"2026-01-01/2026-01-31 C=310h L=10h 96.774193 margin=-42m credit=305.75"}},
      // A year over two calendar years: 184/365 × 36 500.00 = 18 400.00 and 182/366 × 36 500.00 = 18 150.2732….
      // 10 % each: 1840.00 and 1815.03. 1 − 1/1840 = 0.99945652…, 1 − 1/1820 = 0.99945054….
      {"Two calendar years, one of them leap",
       "starts = 2027-07-01\nends = 2028-06-30\nperiod = \"year\"\ncredit = [ { below_percent = 100.0, credit_percent "
       "= "
       "10.0 } ]",
       "down 2027-07-01T10:00 11:00\ndown 2028-06-30T10:00 11:00\notherwise ready",
       {"2027-07-01/2027-12-31 C=1840h L=1h 99.945652 margin=183h credit=1840.00",
        "2028-01-01/2028-06-30 C=1820h L=1h 99.945054 margin=181h credit=1815.03"}},
  });
}

TEST(CreditCases, WhatIsCutOff) {
  const std::string odd = "guaranteed_percent = 97.1234\n";
  const std::string millisecond = "unknown 2026-06-01T08:00:00.000 08:00:00.001\n";
  check({
      // C = 35 999 999 ms × 2.8766 % = 1 035 576 − 0.028766 = 1 035 575.971234 ms, cut to .9712. worst: 1 ms of
      // 36 000 000 = 99.9999972….
      {"A margin",
       odd,
       millisecond + "otherwise ready",
       {day + "C=9h59m59s999ms U=1ms 100.000000 (99.999997..100.000000) margin=17m15s575.9712ms"}},
      // 1 035 575.971234 − 7 200 000 = −6 164 424.028766 ms, toward minus infinity: .0288. 1 − 7 200 000/35 999 999 =
      // 0.7999999944…; worst 1 − 7 200 001/36 000 000 = 0.7999999722…; best 0.8.
      {"A margin below zero",
       odd,
       millisecond + down_for("12:00"),
       {day + "C=9h59m59s999ms L=2h U=1ms 79.999999 (79.999997..80.000000) margin=-1h42m44s424.0288ms"}},
      // 1 ms of 365 days × 24 h = 31 536 000 000 ms: 99.9999999968….
      {"Uptime of a year less a millisecond",
       "starts = 2026-01-01\nends = 2026-12-31\nperiod = \"year\"\ndaily = [\"00:00-24:00\"]\nguaranteed_percent = "
       "100.0",
       "down 2026-06-01T10:00:00.000 10:00:00.001\notherwise ready",
       {"2026-01-01/2026-12-31 C=8760h L=1ms 99.999999 margin=-1ms"}},
  });
}

}  // namespace
}  // namespace isocenter::contract::testing
