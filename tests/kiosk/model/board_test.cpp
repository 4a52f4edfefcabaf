#include "kiosk/model/board.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/kiosk/model/department_support.hpp"

namespace isocenter::kiosk {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Instant now = clock("10:42:00");

BoardView look(const Bench& bench, Instant when, std::size_t page = 0, std::size_t per_page = 16) {
  return board_view(bench.department, "General Hospital, Imaging", new_york(), Words::english(), when, page, per_page);
}

Tile tile_of(const wire::DeviceSnapshot& snapshot, Instant when = now) {
  Bench bench = Bench::at_work(when);
  bench.room("x", snapshot, when);
  return look(bench, when).tiles.at(0);
}

wire::DeviceSnapshot in_state(EquipmentState state, const std::string& reason, Instant since) {
  auto snapshot = ready_snapshot("XR 1", since);
  snapshot.state = state;
  snapshot.reason = reason;
  return snapshot;
}

TEST(Board, TopLine) {
  Bench bench = Bench::at_work(now);
  bench.room("ct1", ready_snapshot("CT 1", now), now);
  const BoardView view = look(bench, now);
  EXPECT_EQ(view.title, "General Hospital, Imaging");
  EXPECT_EQ(view.date, "Tuesday 24 November");
  EXPECT_EQ(view.clock, "10:42");
  EXPECT_EQ(view.not_confirmed, "");
  EXPECT_EQ(view.page, "");
  EXPECT_EQ(view.no_alerts, "No alerts");
}

TEST(Board, ChipsCountInAFixedOrder) {
  Bench bench = Bench::at_work(now);
  int i = 0;
  for (const EquipmentState state : equipment_states) {
    bench.room("d" + std::to_string(++i), in_state(state, "x", now), now);
  }
  bench.room("d9", in_state(EquipmentState::down, "x", now), now);
  std::string chips;
  for (const auto& chip : look(bench, now).chips) chips += chip.count + " " + chip.word + ", ";
  EXPECT_EQ(chips,
            "1 ready, 1 in use, 1 limited, 2 down, 1 not observed, 1 quality control, 1 planned work, 1 closed, ");
}

TEST(Board, InUseHasItsClockAgainstTheUsual) {
  const Tile tile = tile_of(exam_snapshot("CT 1", clock("10:35:42"), 9, 14));
  EXPECT_EQ(tile.word, "In use");
  EXPECT_EQ(tile.figure, "6:18");
  EXPECT_EQ(tile.usual, "usual 9 to 14 min");
  EXPECT_EQ(tile.note, "");
  EXPECT_EQ(tile.pill, "");
  ASSERT_TRUE(tile.progress);
  EXPECT_NEAR(tile.progress->done, 6.3 / 14 * 0.8, 0.001);
  EXPECT_NEAR(tile.progress->p50, 9.0 / 14 * 0.8, 0.001);
  EXPECT_EQ(tile.strip.expected_end, clock("10:44:42"));
}

TEST(Board, ClockAcrossTheHourAndMidnight) {
  auto snapshot = exam_snapshot("MR 1", clock("00:00:05") - hours{1}, 9, 14);
  EXPECT_EQ(tile_of(snapshot, clock("00:00:06")).figure, "1:00:01");
  EXPECT_EQ(tile_of(snapshot, clock("00:00:04")).figure, "59:59");
  snapshot.exam->started = clock("10:42:30");
  EXPECT_EQ(tile_of(snapshot, now).figure, "0:00") << "a clock that is ahead is no reason for a minus";
}

TEST(Board, SaysNothingOfTheUsualUnderTenExams) {
  auto snapshot = exam_snapshot("CT 1", clock("10:35:42"), 9, 14);
  snapshot.exam->n = 9;
  const Tile tile = tile_of(snapshot);
  EXPECT_EQ(tile.usual, "");
  EXPECT_FALSE(tile.progress);
  EXPECT_FALSE(tile.strip.expected_end);
  EXPECT_EQ(tile.figure, "6:18");
}

TEST(Board, LateIsAPill) {
  const auto snapshot = exam_snapshot("CT 1", clock("10:20:00"), 9, 14);
  EXPECT_EQ(tile_of(snapshot, clock("10:34:59")).pill, "");
  EXPECT_TRUE(tile_of(snapshot, clock("10:34:59")).progress->late);
  EXPECT_EQ(tile_of(snapshot, clock("10:41:30")).pill, "7 min over usual");
}

TEST(Board, WordsOfEachState) {
  EXPECT_EQ(tile_of(ready_snapshot("CT 2", clock("10:35:00"))).word, "Ready");
  EXPECT_EQ(tile_of(ready_snapshot("CT 2", clock("10:35:00"))).note, "since 10:35");
  EXPECT_EQ(tile_of(ready_snapshot("CT 2", clock("10:35:00"))).figure, "");
  const Tile down = tile_of(down_snapshot("CT 2", clock("10:30:00"), "cooling", Cause::unexplained));
  EXPECT_EQ(down.word, "Down: cooling or helium");
  EXPECT_EQ(down.figure, "12 min");
  EXPECT_EQ(tile_of(in_state(EquipmentState::down, "overran", clock("08:32:00"))).figure, "2 h 10");
  EXPECT_EQ(tile_of(in_state(EquipmentState::down, "overran", now)).word, "Down: planned work overran");
  EXPECT_EQ(tile_of(in_state(EquipmentState::limited, "fault:coil_fault", now)).word, "Limited: coil");
  auto planned = in_state(EquipmentState::planned_down, "declared", clock("10:20:00"));
  EXPECT_EQ(tile_of(planned).note, "since 10:20");
  planned.until = clock("10:50:00");
  EXPECT_EQ(tile_of(planned).note, "until about 10:50");
  EXPECT_EQ(tile_of(in_state(EquipmentState::quality_control, "declared", clock("10:20:00"))).word, "Quality control");
  EXPECT_EQ(tile_of(in_state(EquipmentState::closed, "hours", clock("09:00:00") - hours{14})).note,
            "since Monday 19:00");
}

TEST(Board, ACodeWithoutWordsComesSecond) {
  auto snapshot = down_snapshot("CT 2", clock("10:30:00"), "e_104", Cause::equipment);
  const Tile tile = tile_of(snapshot);
  EXPECT_EQ(tile.word, "Down: equipment");
  EXPECT_EQ(tile.code, "e_104");
  snapshot.cause = Cause::unexplained;
  EXPECT_EQ(tile_of(snapshot).word, "Down");
}

TEST(Board, NotObservedSaysWhenItWasSeen) {
  auto snapshot = in_state(EquipmentState::unknown, "device_silent", clock("09:52:00"));
  snapshot.intervals = {{EquipmentState::in_use, clock("09:00:00"), clock("09:30:00"), Grade::a, true},
                        {EquipmentState::ready, clock("09:30:00"), clock("09:52:00"), Grade::a, false},
                        {EquipmentState::unknown, clock("09:52:00"), std::nullopt, Grade::d, false}};
  EXPECT_EQ(tile_of(snapshot).word, "Not observed");
  EXPECT_EQ(tile_of(snapshot).note, "last seen ready at 09:52");
}

TEST(Board, AnOverdueCheckIsAPill) {
  auto snapshot = ready_snapshot("MG 1", clock("10:28:00"));
  snapshot.due = {{"phantom", clock("10:00:00")}};
  EXPECT_EQ(tile_of(snapshot).pill, "Check overdue");
  snapshot.due.front().due = clock("11:00:00");
  EXPECT_EQ(tile_of(snapshot).pill, "");
}

TEST(Board, StripIsTwelveHoursAndMovesByTheMinute) {
  const auto snapshot = exam_snapshot("CT 1", clock("10:35:42"), 9, 14);
  const Strip strip = tile_of(snapshot, clock("10:42:31")).strip;
  EXPECT_EQ(strip.window, (Period{clock("02:42:00"), clock("14:42:00")}));
  EXPECT_EQ(strip.now, clock("10:42:00"));
  EXPECT_EQ(strip.known, strip.now);
  ASSERT_EQ(strip.blocks.size(), 1u);
  EXPECT_TRUE(strip.blocks.front().running);
  EXPECT_EQ(strip.blocks.front().period, (Period{clock("10:35:42"), clock("10:42:00")}));
  EXPECT_EQ(strip, tile_of(snapshot, clock("10:42:59")).strip);
}

TEST(Board, LabelsEverySecondHour) {
  Bench bench = Bench::at_work(now);
  bench.room("ct1", ready_snapshot("CT 1", now), now);
  std::string labels;
  for (const auto& label : look(bench, now).grid_labels) labels += label + ",";
  EXPECT_EQ(labels, ",04,,06,,08,,10,,12,,14,");
  EXPECT_EQ(look(bench, now).grid_labels.size(), look(bench, now).tiles[0].strip.grid.size());
}

TEST(Board, AShorterTimelineMovesMoreOften) {
  Bench bench = Bench::at_work(now);
  bench.room("ct1", exam_snapshot("CT 1", clock("10:35:42"), 9, 14), now);
  const Instant when = clock("10:42:31.700");
  const auto view = board_view(bench.department, "", new_york(), Words::english(), when, 0, 16, minutes{12});
  const Strip& strip = view.tiles[0].strip;
  EXPECT_EQ(strip.window, (Period{clock("10:34:31"), clock("10:46:31")}));
  EXPECT_EQ(strip.now, clock("10:42:31"));
  EXPECT_EQ(strip.grid.size(), 12u) << "a line a minute";
  EXPECT_EQ(view.grid_labels,
            (std::vector<std::string>{"", "10:36", "", "", "10:39", "", "", "10:42", "", "", "10:45", ""}));
}

TEST(Board, StaleClocksStandStill) {
  Bench bench = Bench::at_work(clock("10:31:00"));
  bench.room("mr2", exam_snapshot("MR 2", clock("10:18:50"), 28, 41), clock("10:31:00"));
  bench.room("ct2", down_snapshot("CT 2", clock("10:19:00"), "table", Cause::equipment), clock("10:31:00"));
  bench.department.disconnected(clock("10:31:20"));
  const BoardView view = look(bench, now);
  EXPECT_EQ(view.not_confirmed, "Not confirmed since 10:31");
  const Tile& down = view.tiles[0];
  EXPECT_EQ(down.figure, "since 10:19");
  EXPECT_EQ(down.note, "");
  const Tile& tile = view.tiles[1];
  EXPECT_FALSE(tile.confirmed);
  EXPECT_TRUE(tile.figure_is_since);
  EXPECT_EQ(tile.figure, "since 10:18");
  EXPECT_EQ(tile.usual, "usual 28 to 41 min");
  EXPECT_FALSE(tile.progress);
  EXPECT_EQ(tile.strip.known, clock("10:31:00"));
  EXPECT_EQ(tile.strip.blocks.back().period.to, clock("10:31:00"));
  EXPECT_FALSE(tile.strip.blocks.back().running);
  EXPECT_FALSE(tile.strip.expected_end);
  ASSERT_EQ(view.alerts.size(), 2u);
  EXPECT_EQ(view.alerts[0].kind, BoardAlert::Kind::away);
  EXPECT_EQ(view.alerts[0].title, "Server not reached");
  EXPECT_EQ(view.alerts[0].age, "since 10:31");
  EXPECT_EQ(view.alerts[0].detail, "Shown as it was then. Touches are kept.");
  EXPECT_EQ(view.alerts[1].age, "since 10:19");
  auto later = look(bench, now + minutes{1});
  later.clock = view.clock;
  for (std::size_t i = 0; i < later.tiles.size(); ++i) later.tiles[i].strip = view.tiles[i].strip;
  EXPECT_EQ(later.tiles, view.tiles);
}

TEST(Board, WithoutACollectorClocksRunOnUnconfirmed) {
  Bench bench = Bench::at_work(clock("10:31:00"));
  bench.room("mr2", exam_snapshot("MR 2", clock("10:18:50"), 28, 41), clock("10:31:00"));
  bench.collector(clock("10:31:05"), false);
  const BoardView view = look(bench, now);
  EXPECT_EQ(view.not_confirmed, "Not confirmed");
  EXPECT_EQ(view.tiles[0].figure, "23:10");
  EXPECT_FALSE(view.tiles[0].confirmed);
  EXPECT_EQ(view.tiles[0].strip.known, clock("10:31:00"));
  EXPECT_EQ(view.alerts.at(0).kind, BoardAlert::Kind::away);
}

TEST(Board, AlertsAreNewestFirstAndAtMostThree) {
  Bench bench = Bench::at_work(now);
  auto limited = in_state(EquipmentState::limited, "fault:coil", clock("09:50:00"));
  limited.faults = {{"f", "coil", Effect::limited, Cause::accessory, clock("09:50:00")},
                    {"g", "noted", Effect::none, Cause::equipment, clock("09:55:00")}};
  bench.room("mr3", limited, now);
  bench.room("ct2", down_snapshot("CT 2", clock("10:30:00"), "e_7", Cause::it), now);
  bench.room("us3", in_state(EquipmentState::unknown, "device_silent", clock("09:52:00")), now);
  bench.department.take(topic("collector/alert/clock-agent-ct1"),
                        wire::format_alert({"clock-agent-ct1", clock("10:40:00"), "warning", "agent-ct1",
                                            "the clock of agent-ct1 is 5 s ahead; have it set by NTP"}),
                        now);
  const BoardView view = look(bench, now);
  ASSERT_EQ(view.alerts.size(), 3u);
  EXPECT_EQ(view.alerts[0].title, "Clock of agent-ct1 is wrong");
  EXPECT_EQ(view.alerts[0].age, "2 min");
  EXPECT_EQ(view.alerts[0].detail, "have it set by NTP");
  EXPECT_EQ(view.alerts[1].title, "CT 2 down: network or IT");
  EXPECT_EQ(view.alerts[1].age, "12 min");
  EXPECT_EQ(view.alerts[1].detail, "Fault code e_7");
  EXPECT_EQ(view.alerts[2].title, "XR 1 not observed");
  EXPECT_EQ(view.alerts[2].detail, "It does not answer");
  EXPECT_EQ(view.more_alerts, "1 more");
  EXPECT_EQ(view.no_alerts, "");
}

TEST(Board, AnAgentThatIsAwayIsToldByItsRooms) {
  Bench bench = Bench::at_work(now);
  bench.room("us3", in_state(EquipmentState::unknown, "node_silent", clock("09:52:00")), now);
  bench.observed("agent-us3", "us3", seen(clock("09:00:00"), Activity::idle), now);
  for (const std::string node : {"agent-us3", "kiosk-us3"}) {
    const std::string id = "silent-" + node;
    bench.department.take(topic("collector/alert/" + id),
                          wire::format_alert({id, clock("09:52:00"), "critical", node, node + " is not heard; see it"}),
                          now);
  }
  const BoardView view = look(bench, now);
  ASSERT_EQ(view.alerts.size(), 2u);
  EXPECT_EQ(view.alerts[0].title, "XR 1 not observed");
  EXPECT_EQ(view.alerts[0].detail, "Its workstation is not heard");
  EXPECT_EQ(view.alerts[1].title, "kiosk-us3 is not heard");
}

TEST(Board, PagesWrap) {
  Bench bench = Bench::at_work(now);
  for (int i = 10; i < 50; ++i) {
    bench.room("d" + std::to_string(i), ready_snapshot("D " + std::to_string(i), now), now);
  }
  EXPECT_EQ(look(bench, now, 0).page, "1 of 3");
  EXPECT_EQ(look(bench, now, 1).tiles.front().name, "D 26");
  EXPECT_EQ(look(bench, now, 2).tiles.size(), 8u);
  EXPECT_EQ(look(bench, now, 3).tiles, look(bench, now, 0).tiles);
  EXPECT_EQ(look(bench, now, 1).chips.front().count, "40") << "chips count all rooms";
  EXPECT_EQ(look(bench, now, 5, 0).tiles.size(), 1u) << "a panel without room for one still shows one";
}

TEST(Board, SaysWhatIsMissing) {
  Bench bench;
  EXPECT_EQ(look(bench, now).empty, "Server not reached yet. Rooms appear here once it answers.");
  bench.department.connected(now);
  EXPECT_EQ(look(bench, now).empty, "The collector has not spoken yet. See that it runs.");
  bench.collector(now, true, 17);
  EXPECT_EQ(look(bench, now).empty, "Loading the rooms");
  bench.collector(now, true, 1);
  EXPECT_EQ(look(bench, now).empty, "No room yet. Add a [[device]] to the collector's configuration.");
  bench.room("ct1", ready_snapshot("CT 1", now), now);
  EXPECT_EQ(look(bench, now).empty, "");
}

TEST(Board, SpeaksSpanish) {
  const auto words = *Words::load(ISOCENTER_KIOSK_LOCALE, "es");
  Bench bench = Bench::at_work(now);
  bench.room("ct1", ready_snapshot("CT 1", clock("10:35:00")), now);
  bench.room("ct2", down_snapshot("CT 2", clock("10:30:00"), "cooling", Cause::unexplained), now);
  bench.room("ct3", exam_snapshot("CT 3", clock("10:20:00"), 9, 14), now);
  const BoardView view = board_view(bench.department, "T", new_york(), words, now, 0, 16);
  EXPECT_EQ(view.date, "martes 24 de noviembre");
  EXPECT_EQ(view.tiles[0].word, "Disponible");
  EXPECT_EQ(view.tiles[1].word, "Fuera de servicio: refrigeración o helio");
  EXPECT_EQ(view.tiles[2].usual, "habitual: 9 a 14 min");
  EXPECT_EQ(view.tiles[2].pill, "8 min más de lo habitual");
  EXPECT_EQ(view.alerts[0].title, "CT 2 fuera de servicio: refrigeración o helio");
}

/// A snapshot that contradicts itself draws blocks that neither overlap nor leave the strip.
RC_GTEST_PROP(Board, StripsAreInOrder, ()) {
  auto snapshot = ready_snapshot("CT 1", now);
  const auto count = *rc::gen::inRange(0, 30);
  for (int i = 0; i < count; ++i) {
    const Instant from = now + minutes{*rc::gen::inRange(-1200, 300)};
    std::optional<Instant> to;
    if (*rc::gen::arbitrary<bool>()) to = from + minutes{*rc::gen::inRange(-50, 300)};
    snapshot.intervals.push_back({*rc::gen::elementOf(std::vector(equipment_states.begin(), equipment_states.end())),
                                  from, to, Grade::a, false});
  }
  const Strip strip = tile_of(snapshot).strip;
  Instant last = strip.window.from;
  for (const StripBlock& block : strip.blocks) {
    RC_ASSERT(block.period.from >= last && !block.period.empty());
    last = block.period.to;
  }
  RC_ASSERT(last <= strip.known);
}

}  // namespace
}  // namespace isocenter::kiosk
