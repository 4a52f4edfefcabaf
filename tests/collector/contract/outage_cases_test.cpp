#include "tests/collector/contract/contract_case.hpp"

/// What costs time. Unless said otherwise the day of `usual_terms`: C = 10 h, allowance 1 h.
namespace isocenter::contract::testing {
namespace {

const std::string day = "2026-06-01/2026-06-01 ";

/// "down 09:00 12:00; ready 12:00 14:00" of that day, ready otherwise.
std::string on_the_day(const std::string& spans) {
  std::string text;
  std::istringstream in{spans};
  for (std::string span; std::getline(in, span, ';');) {
    auto words = words_of(span);
    words.at(1) = "2026-06-01T" + words.at(1);
    text += fmt::format("{} {} {} {}\n", words[0], words[1], words.at(2), words.size() > 3 ? words[3] : "");
  }
  return text;
}

std::string and_ready(const std::string& spans) { return on_the_day(spans) + "otherwise ready"; }

/// "reported 09:00 closed 12:00" of that day.
std::string fault(const std::string& life) {
  std::string text;
  const auto words = words_of(life);
  for (std::size_t i = 0; i + 1 < words.size(); i += 2) text += words[i] + " 2026-06-01T" + words[i + 1] + " ";
  return text + "\n";
}

TEST(OutageCases, DownAndPlanned) {
  check({
      // 08:00-09:00 of 06:00-09:00: 1 − 1/10; 1 h − 1 h.
      {"Down before the span begins", "", and_ready("down 06:00 09:00"), {day + "C=10h L=1h 90.000000 margin=0"}},
      // 16:00-18:00 leaves C: 8 h; a tenth is 48 min.
      {"Planned half inside, excluded",
       "planned_down = \"excluded\"",
       and_ready("planned_down 16:00 20:00"),
       {day + "C=8h P=2h 100.000000 margin=48m"}},
      {"Planned half inside, lost",
       "planned_down = \"lost\"",
       and_ready("planned_down 16:00 20:00"),
       {day + "C=10h L=2h P=2h 80.000000 margin=-1h"}},
      {"Planned half inside, up",
       "planned_down = \"up\"",
       and_ready("planned_down 16:00 20:00"),
       {day + "C=10h P=2h 100.000000 margin=1h"}},
      {"Planned all day, excluded", "", on_the_day("planned_down 00:00 23:59"), {day + "C=0 P=10h none"}},
      {"States that lose nothing",
       "",
       on_the_day("closed 00:00 10:00; in_use 10:00 12:00; quality_control 12:00 14:00; ready 14:00 20:00"),
       {day + "C=10h 100.000000 margin=1h"}},
      // mr1 1 h down: 90 %; mr2 never: 100 %; mr3 nobody saw.
      {"Each device by itself",
       "devices = [\"mr1\", \"mr2\", \"mr3\"]",
       and_ready("down 09:00 10:00") + "\ndevice mr2\notherwise ready",
       {day + "C=10h L=1h 90.000000 margin=0", "mr2 " + day + "C=10h 100.000000 margin=1h",
        "mr3 " + day + "C=0 U=10h none (0.000000..100.000000)"}},
  });
}

TEST(OutageCases, UnknownTime) {
  const std::string gap = and_ready("unknown 07:00 10:00");
  const std::string seen = on_the_day("ready 10:00 15:00");
  check({
      // 08:00-10:00 unknown. C = 8 h; worst 1 − 2/10, best 1.
      {"Excluded", "unknown = \"excluded\"", gap, {day + "C=8h U=2h 100.000000 (80.000000..100.000000) margin=48m"}},
      {"Up", "unknown = \"up\"", gap, {day + "C=10h U=2h 100.000000 (80.000000..100.000000) margin=1h"}},
      {"Down", "unknown = \"down\"", gap, {day + "C=10h L=2h U=2h 80.000000 (80.000000..100.000000) margin=-1h"}},
      // 08:00-10:00 and 15:00-18:00 have no interval: 5 h. worst 1 − 5/10.
      {"Before the first and after the last interval, excluded",
       "",
       seen,
       {day + "C=5h U=5h 100.000000 (50.000000..100.000000) margin=30m"}},
      {"Before the first and after the last interval, down",
       "unknown = \"down\"",
       seen,
       {day + "C=10h L=5h U=5h 50.000000 (50.000000..100.000000) margin=-4h"}},
      // 12:00-13:00 lies between two intervals.
      {"Between intervals",
       "unknown = \"up\"",
       on_the_day("ready 08:00 12:00; ready 13:00 18:00"),
       {day + "C=10h U=1h 100.000000 (90.000000..100.000000) margin=1h"}},
      {"All of it, excluded", "", "", {day + "C=0 U=10h none (0.000000..100.000000)"}},
      {"All of it, up", "unknown = \"up\"", "", {day + "C=10h U=10h 100.000000 (0.000000..100.000000) margin=1h"}},
      {"All of it, down",
       "unknown = \"down\"",
       "",
       {day + "C=10h L=10h U=10h 0.000000 (0.000000..100.000000) margin=-9h"}},
      // C = 10 − 2 planned − 2 unknown = 6 h: 1 − 1/6. worst 1 − (1 + 2)/8, best 1 − 1/8. 36 min − 60 min.
      {"Beside planned and down",
       "",
       and_ready("planned_down 08:00 10:00; unknown 10:00 12:00; down 12:00 13:00"),
       {day + "C=6h L=1h P=2h U=2h 83.333333 (62.500000..87.500000) margin=-24m"}},
      // Planned counts as lost: C = 8 h, L = 2 h: 75 %. worst 1 − 4/10, best 1 − 2/10. 48 min − 120 min.
      {"Beside planned that is lost",
       "planned_down = \"lost\"",
       and_ready("planned_down 08:00 10:00; unknown 10:00 12:00"),
       {day + "C=8h L=2h P=2h U=2h 75.000000 (60.000000..80.000000) margin=-1h12m"}},
      // Excluded causes leave worst and best too: 4 h excluded, 6 h unknown.
      {"Beside an excluded cause",
       "excluded_causes = [\"facility\"]",
       on_the_day("down 08:00 12:00 facility"),
       {day + "C=0 U=6h X=4h none (0.000000..100.000000)"}},
  });
}

TEST(OutageCases, ExcludedCauses) {
  check({
      // X = 2 h facility + 2 h user; C = 6 h; L = 1 h: 1 − 1/6; 36 min − 60 min.
      {"Of down and limited",
       "excluded_causes = [\"facility\", \"user\"]",
       and_ready("down 08:00 10:00 facility; down 12:00 13:00 equipment; limited 14:00 16:00 user"),
       {day + "C=6h L=1h X=4h 83.333333 margin=-24m"}},
      // With and without the word.
      {"Unexplained",
       "excluded_causes = [\"unexplained\"]",
       and_ready("down 08:00 09:00; down 09:00 10:00 unexplained; limited 10:00 11:00"),
       {day + "C=7h X=3h 100.000000 margin=42m"}},
      {"Down without cause where others are excluded",
       "excluded_causes = [\"facility\"]",
       and_ready("down 08:00 09:00"),
       {day + "C=10h L=1h 90.000000 margin=0"}},
      {"Planned work has no cause that is excluded",
       "excluded_causes = [\"facility\"]\nplanned_down = \"lost\"",
       and_ready("planned_down 08:00 10:00 facility"),
       {day + "C=10h L=2h P=2h 80.000000 margin=-1h"}},
      {"All day",
       "excluded_causes = [\"facility\"]",
       on_the_day("down 00:00 23:59 facility"),
       {day + "C=0 X=10h none"}},
  });
}

TEST(OutageCases, LimitedByWeight) {
  const std::string two_hours = and_ready("limited 10:00 12:00");
  check({
      {"Left out: one half", "", two_hours, {day + "C=10h L=1h 90.000000 margin=0"}},
      {"0", "limited_weight = 0", two_hours, {day + "C=10h 100.000000 margin=1h"}},
      {"1", "limited_weight = 1.0", two_hours, {day + "C=10h L=2h 80.000000 margin=-1h"}},
      // 3 h × 0.3333 = 10 800 000 ms × 0.3333 = 3 599 640 ms = 59 min 59.640 s: 1 − 0.09999; 360 ms are left.
      {"0.3333",
       "limited_weight = 0.3333",
       and_ready("limited 10:00 13:00"),
       {day + "C=10h L=59m59s640ms 90.001000 margin=360ms"}},
      // 1 ms × 0.3333; 1 − 0.3333/36 000 000 = 0.99999999074…, cut off; 1 h − 0.3333 ms.
      {"0.3333 of a millisecond is never 100 %",
       "limited_weight = 0.3333",
       and_ready("limited 10:00:00.000 10:00:00.001"),
       {day + "C=10h L=0.3333ms 99.999999 margin=59m59s999.6667ms"}},
  });
}

TEST(OutageCases, MinimumOutage) {
  const std::string hour = "minimum_outage_minutes = 60\n";
  check({
      // 70 min whole, 40 of them covered: 1 − 40/600; 60 − 40 min.
      {"Over a span's edge", hour, and_ready("down 07:30 08:40"), {day + "C=10h L=40m 93.333333 margin=20m"}},
      {"Just long enough over a span's edge",
       hour,
       and_ready("down 07:30 08:30"),
       {day + "C=10h L=30m 95.000000 margin=30m"}},
      {"A millisecond too short", hour, and_ready("down 07:30 08:29:59.999"), {day + "C=10h 100.000000 margin=1h"}},
      // 23:00-01:00 is 2 h whole; 1 h in each month of one day, C = 24 h: 1 − 1/24 = 0.958333…; 144 − 60 min.
      {"Over a period's end",
       "starts = 2026-06-30\nends = 2026-07-01\ndaily = [\"00:00-24:00\"]\nminimum_outage_minutes = 120",
       "down 2026-06-30T23:00 2026-07-01T01:00\notherwise ready",
       {"2026-06-30/2026-06-30 C=24h L=1h 95.833333 margin=1h24m",
        "2026-07-01/2026-07-01 C=24h L=1h 95.833333 margin=1h24m"}},
      // The contract ends in it: 3 h whole, 30 min of it before its end at midnight.
      {"Over the contract's end",
       "daily = [\"00:00-24:00\"]\nminimum_outage_minutes = 180",
       "down 2026-06-01T23:30 2026-06-02T02:30\notherwise ready",
       {day + "C=24h L=30m 97.916666 margin=1h54m"}},
      {"Touching intervals of different causes",
       hour,
       and_ready("down 10:00 10:30 equipment; down 10:30 11:00 it"),
       {day + "C=10h L=1h 90.000000 margin=0"}},
      {"A second between them",
       hour,
       and_ready("down 10:00 10:30; down 10:30:01 11:00:01"),
       {day + "C=10h 100.000000 margin=1h"}},
      {"Nothing said between them",
       hour + "unknown = \"up\"",
       on_the_day("ready 00:00 10:00; down 10:00 10:30; down 10:30:01 11:00:01; ready 11:00:01 20:00"),
       {day + "C=10h U=1s 100.000000 (99.997222..100.000000) margin=1h"}},  // 1 s / 36 000 s = 0.00002777…
      // 1 h whole. X = 20 min, L = 40 min, C = 580 min: 1 − 40/580 = 0.93103448…; 58 − 40 min.
      {"An excluded cause inside a long one",
       hour + "excluded_causes = [\"facility\"]",
       and_ready("down 10:00 10:30 equipment; down 10:30 10:50 facility; down 10:50 11:00 equipment"),
       {day + "C=9h40m L=40m X=20m 93.103448 margin=18m"}},
      // 40 min whole: nothing lost, the 20 min of facility stay excluded.
      {"An excluded cause inside a short one",
       hour + "excluded_causes = [\"facility\"]",
       and_ready("down 10:00 10:20 equipment; down 10:20 10:40 facility"),
       {day + "C=9h40m X=20m 100.000000 margin=58m"}},
      // Two of 30 min, unknown between: only the unknown is lost.
      {"Unknown that is lost joins nothing",
       hour + "unknown = \"down\"",
       and_ready("down 10:00 10:30; unknown 10:30 11:00; down 11:00 11:30"),
       {day + "C=10h L=30m U=30m 95.000000 (95.000000..100.000000) margin=30m"}},
      {"Planned work that is lost joins nothing",
       hour + "planned_down = \"lost\"",
       and_ready("down 10:00 10:30; planned_down 10:30 11:00; down 11:00 11:30"),
       {day + "C=10h L=30m P=30m 95.000000 margin=30m"}},
      // 10 min × 0.5; 1 − 5/600 = 0.991666….
      {"Short limited time counts", hour, and_ready("limited 10:00 10:10"), {day + "C=10h L=5m 99.166666 margin=55m"}},
      // 50 + 10 min, but limited is not down.
      {"Limited lengthens nothing",
       hour,
       and_ready("down 10:00 10:50; limited 10:50 11:10"),
       {day + "C=10h L=10m 98.333333 margin=50m"}},
      {"None", "", and_ready("down 10:00:00.000 10:00:00.001"), {day + "C=10h L=1ms 99.999997 margin=59m59s999ms"}},
  });
}

TEST(OutageCases, FromTheCallOn) {
  const std::string reported = "outage_starts = \"reported\"";
  const std::string four_hours = and_ready("down 09:00 13:00");
  check({
      // 11:00-13:00.
      {"Called in it",
       reported,
       four_hours,
       {day + "C=10h L=2h 80.000000 margin=-1h"},
       fault("reported 09:00 called 11:00 closed 13:00")},
      {"Never called",
       reported,
       four_hours,
       {day + "C=10h 100.000000 margin=1h"},
       fault("reported 09:00 closed 13:00")},
      {"No fault at all", reported, four_hours, {day + "C=10h 100.000000 margin=1h"}},
      // From its begin, not from the call: 4 h.
      {"Called before it began",
       reported,
       four_hours,
       {day + "C=10h L=4h 60.000000 margin=-3h"},
       fault("reported 07:00 called 07:30 closed 13:00")},
      {"Called after it ended",
       reported,
       four_hours,
       {day + "C=10h 100.000000 margin=1h"},
       fault("reported 09:00 called 14:00 closed 15:00")},
      {"Called for a fault that ended before",
       reported,
       four_hours,
       {day + "C=10h 100.000000 margin=1h"},
       fault("reported 06:00 called 06:30 closed 09:00")},
      {"Called for a fault still open",
       reported,
       four_hours,
       {day + "C=10h L=3h 70.000000 margin=-2h"},
       fault("reported 09:00 called 10:00")},
      // The earlier call: 10:00-13:00.
      {"Two faults",
       reported,
       four_hours,
       {day + "C=10h L=3h 70.000000 margin=-2h"},
       fault("reported 09:00 called 12:00 closed 13:00") + fault("reported 09:30 called 10:00 closed 11:00")},
      // Touching causes are one outage: called at 10:00, so 10:00-11:00 and 12:00-13:00 are lost, 11:00-12:00 excluded.
      {"An excluded cause after the call",
       reported + "\nexcluded_causes = [\"facility\"]",
       and_ready("down 09:00 11:00 equipment; down 11:00 12:00 facility; down 12:00 13:00 equipment"),
       {day + "C=9h L=2h X=1h 77.777777 margin=-1h6m"},
       fault("reported 09:00 called 10:00 closed 13:00")},
      // Measured whole: 70 min, of which 20 after the call.
      {"With a minimum",
       reported + "\nminimum_outage_minutes = 60",
       and_ready("down 09:00 10:10"),
       {day + "C=10h L=20m 96.666666 margin=40m"},
       fault("reported 09:00 called 09:50 closed 10:10")},
      // One half of 2 h, called or not.
      {"Limited needs no call", reported, and_ready("limited 09:00 11:00"), {day + "C=10h L=1h 90.000000 margin=0"}},
  });
}

TEST(OutageCases, UntilTheRelease) {
  const std::string released = "outage_ends = \"released\"";
  const std::string both = released + "\noutage_starts = \"reported\"";
  check({
      // 09:00-12:00 and 12:00-15:00 less 13:00-14:00: 5 h.
      {"Less what was in use",
       released,
       and_ready("down 09:00 12:00; in_use 13:00 14:00"),
       {day + "C=10h L=5h 50.000000 margin=-4h"},
       fault("reported 09:00 closed 12:00 released 15:00")},
      {"Never released",
       released,
       and_ready("down 09:00 12:00"),
       {day + "C=10h L=3h 70.000000 margin=-2h"},
       fault("reported 09:00 closed 12:00")},
      {"The default ends with the repair",
       "",
       and_ready("down 09:00 12:00"),
       {day + "C=10h L=3h 70.000000 margin=-2h"},
       fault("reported 09:00 closed 12:00 released 15:00")},
      // 11:00-15:00.
      {"From the call to the release",
       both,
       and_ready("down 09:00 12:00"),
       {day + "C=10h L=4h 60.000000 margin=-3h"},
       fault("reported 09:00 called 11:00 closed 12:00 released 15:00")},
      {"Never called, so nothing goes on",
       both,
       and_ready("down 09:00 12:00"),
       {day + "C=10h 100.000000 margin=1h"},
       fault("reported 09:00 closed 12:00 released 15:00")},
      // 13:00-15:00, between repair and release.
      {"Called after the repair",
       both,
       and_ready("down 09:00 12:00"),
       {day + "C=10h L=2h 80.000000 margin=-1h"},
       fault("reported 09:00 called 13:00 closed 12:00 released 15:00")},
      {"A short one does not go on",
       released + "\nminimum_outage_minutes = 60",
       and_ready("down 09:00 09:30"),
       {day + "C=10h 100.000000 margin=1h"},
       fault("reported 09:00 closed 09:30 released 15:00")},
      // The last one's release: 09:00-16:00.
      {"Two faults",
       released,
       and_ready("down 09:00 12:00"),
       {day + "C=10h L=7h 30.000000 margin=-6h"},
       fault("reported 09:00 closed 12:00 released 14:00") + fault("reported 10:00 closed 12:00 released 16:00")},
      // 12:00-15:00 counts as the outage although nobody saw the room.
      {"Over unknown time",
       released,
       and_ready("down 09:00 12:00; unknown 12:00 15:00"),
       {day + "C=10h L=6h 40.000000 margin=-5h"},
       fault("reported 09:00 closed 12:00 released 15:00")},
      // Of an excluded cause: 09:00-14:00 leaves C: 5 h.
      {"Of an excluded cause",
       released + "\nexcluded_causes = [\"facility\"]",
       and_ready("down 09:00 12:00 facility"),
       {day + "C=5h X=5h 100.000000 margin=30m"},
       fault("reported 09:00 closed 12:00 released 14:00")},
  });
}

}  // namespace
}  // namespace isocenter::contract::testing
