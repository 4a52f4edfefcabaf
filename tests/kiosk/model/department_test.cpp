#include "kiosk/model/department.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "kiosk/model/board.hpp"
#include "tests/kiosk/model/department_support.hpp"

namespace isocenter::kiosk {
namespace {

using std::chrono::seconds;

const Instant now = clock("10:42:00");

EquipmentState shown_state(const Bench& bench, const std::string& name, Instant when) {
  return bench.department.shown(*bench.department.room(device(name)), when).state;
}

TEST(Department, ShowsWhatTheCollectorSays) {
  Bench bench = Bench::at_work(now);
  bench.room("ct1", ready_snapshot("CT 1", now), now);
  EXPECT_EQ(bench.department.confirmation(now), Confirmation::confirmed);
  EXPECT_EQ(bench.department.confirmed_until(now), now);
  ASSERT_EQ(bench.department.rooms().size(), 1u);
  EXPECT_EQ(bench.department.room(device("ct1"))->snapshot, ready_snapshot("CT 1", now));
  EXPECT_EQ(bench.department.ignored(), 0u);
}

TEST(Department, SortsByOrderThenModalityThenTitle) {
  Bench bench = Bench::at_work(now);
  const auto put = [&](const std::string& name, const std::string& modality, int order) {
    auto snapshot = ready_snapshot(name, now);
    snapshot.modality = modality;
    snapshot.order = order;
    bench.room(name, snapshot, now);
  };
  put("z", "CT", 0);
  put("b", "MR", 0);
  put("a", "MR", 0);
  put("first", "XR", -1);
  std::string names;
  for (const Room* room : bench.department.rooms()) names += room->name.text() + " ";
  EXPECT_EQ(names, "first z a b ");
}

TEST(Department, AnEmptyPayloadTakesARoomOrAlertAway) {
  Bench bench = Bench::at_work(now);
  bench.room("ct1", ready_snapshot("CT 1", now), now);
  bench.department.take(topic("collector/alert/silent-a"),
                        wire::format_alert({"silent-a", now, "critical", "a", "a is not heard; see it"}), now);
  ASSERT_EQ(bench.department.alerts().size(), 1u);
  bench.department.take(topic("collector/device/ct1"), "", now);
  bench.department.take(topic("collector/alert/silent-a"), "", now);
  EXPECT_TRUE(bench.department.rooms().empty());
  EXPECT_TRUE(bench.department.alerts().empty());
}

TEST(Department, ForgetsWhatWasClearedWhileWeWereAway) {
  Bench bench = Bench::at_work(now);
  bench.room("ct1", ready_snapshot("CT 1", now), now);
  bench.room("ct2", ready_snapshot("CT 2", now), now);
  bench.department.disconnected(now + seconds{5});
  bench.department.connected(now + seconds{60});
  bench.collector(now + seconds{60}, true, 2);  // itself and one room
  EXPECT_EQ(bench.department.rooms().size(), 2u) << "before the retained topics came, all stand";
  bench.room("ct2", ready_snapshot("CT 2", now), now + seconds{60});
  bench.collector(now + seconds{70}, true, 2);
  ASSERT_EQ(bench.department.rooms().size(), 1u);
  EXPECT_EQ(bench.department.rooms().front()->name, device("ct2"));
}

TEST(Department, ThreeMissedHeartbeatsMeanAway) {
  Bench bench = Bench::at_work(now);
  bench.room("ct1", ready_snapshot("CT 1", now), now);
  EXPECT_EQ(bench.department.confirmation(now + seconds{31}), Confirmation::confirmed);
  EXPECT_EQ(bench.department.confirmation(now + seconds{32}), Confirmation::agents_only);
  EXPECT_EQ(bench.department.confirmed_until(now + seconds{32}), now);
  bench.collector(now + seconds{40});
  EXPECT_EQ(bench.department.confirmation(now + seconds{40}), Confirmation::confirmed);
}

TEST(Department, IgnoresALateWillOfAnEarlierConnection) {
  Bench bench = Bench::at_work(now);
  bench.collector(now, true, 100, "c2");
  bench.collector(now, false, 100, "c1");
  EXPECT_EQ(bench.department.confirmation(now), Confirmation::confirmed);
  bench.collector(now, false, 100, "c2");
  EXPECT_EQ(bench.department.confirmation(now), Confirmation::agents_only);
}

TEST(Department, IsStaleWithoutABroker) {
  Bench bench = Bench::at_work(now);
  bench.room("ct1", ready_snapshot("CT 1", now), now);
  bench.department.disconnected(now + seconds{3});
  EXPECT_EQ(bench.department.confirmation(now + seconds{3}), Confirmation::stale);
  EXPECT_EQ(bench.department.confirmed_until(now + seconds{600}), now);
  EXPECT_EQ(shown_state(bench, "ct1", now + seconds{600}), EquipmentState::ready);
}

/// The rules of DESIGN: without a collector, what an agent sees moves a room; what people said stands.
TEST(Department, AgentsMoveOnlyWhatAgentsCanSee) {
  struct Row {
    EquipmentState said;
    std::string reason;
    Activity activity;
    bool reachable;
    EquipmentState shown;
  };
  using enum EquipmentState;
  const std::vector<Row> rows{
      {ready, "answers", Activity::exam, true, in_use},
      {ready, "answers", Activity::idle, true, ready},
      {ready, "answers", Activity::unknown, true, ready},
      {ready, "answers", Activity::unknown, false, unknown},
      {unknown, "device_silent", Activity::idle, true, ready},
      {unknown, "device_silent", Activity::unknown, true, ready},
      {unknown, "node_silent", Activity::exam, true, in_use},
      {in_use, "exam", Activity::unknown, true, in_use},
      {in_use, "exam", Activity::unknown, false, unknown},
      {quality_control, "phantom", Activity::idle, true, ready},
      {quality_control, "declared", Activity::idle, true, quality_control},
      {ready, "answers", Activity::quality_control, true, quality_control},
      {down, "fault:table", Activity::idle, true, down},
      {down, "declared", Activity::exam, true, down},
      {down, "declared", Activity::unknown, false, down},
      {planned_down, "declared", Activity::idle, true, planned_down},
      {limited, "fault:coil", Activity::exam, true, limited},
      {closed, "hours", Activity::idle, true, closed},
      {closed, "hours", Activity::exam, true, in_use},
  };
  for (const Row& row : rows) {
    Bench bench = Bench::at_work(now);
    auto snapshot = ready_snapshot("CT 1", now);
    snapshot.state = row.said;
    snapshot.reason = row.reason;
    snapshot.grade = Grade::b;
    bench.room("ct1", snapshot, now);
    bench.node("agent-ct1", true, now);
    bench.collector(now, false);
    bench.observed("agent-ct1", "ct1", seen(now + seconds{5}, row.activity, row.reachable), now + seconds{5});
    EXPECT_EQ(shown_state(bench, "ct1", now + seconds{6}), row.shown) << word(row.said) << " " << row.reason;
  }
}

TEST(Department, AnAgentEndsTheExamThatItSawBegin) {
  Bench bench = Bench::at_work(now);
  bench.room("ct1", exam_snapshot("CT 1", clock("10:35:00"), 9, 14), now);
  bench.collector(now, false);
  bench.observed("agent-ct1", "ct1", seen(clock("10:20:00"), Activity::idle), now);
  EXPECT_EQ(shown_state(bench, "ct1", now), EquipmentState::in_use) << "that idleness was before the exam";
  bench.observed("agent-ct1", "ct1", seen(clock("10:43:00"), Activity::idle), now);
  const auto shown = bench.department.shown(*bench.department.room(device("ct1")), clock("10:43:01"));
  EXPECT_EQ(shown.state, EquipmentState::ready);
  EXPECT_EQ(shown.since, clock("10:43:00"));
  EXPECT_FALSE(shown.exam);
}

TEST(Department, AnExamThatOnlyTheAgentSawRunsWithoutAUsualLength) {
  Bench bench = Bench::at_work(now);
  bench.room("ct1", ready_snapshot("CT 1", clock("10:35:00")), now);
  bench.collector(now, false);
  bench.observed("agent-ct1", "ct1", seen(clock("10:43:00"), Activity::exam), clock("10:43:00"));
  const auto shown = bench.department.shown(*bench.department.room(device("ct1")), clock("10:44:00"));
  ASSERT_TRUE(shown.exam);
  EXPECT_EQ(shown.exam->started, clock("10:43:00"));
  EXPECT_FALSE(shown.exam->usual_p50);
}

TEST(Department, ARoomWhoseAgentIsAwayIsNotObserved) {
  Bench bench = Bench::at_work(now);
  bench.room("ct1", ready_snapshot("CT 1", now), now);
  bench.room("ct2", down_snapshot("CT 2", now, "table", Cause::equipment), now);
  bench.node("agent-ct", true, now);
  bench.observed("agent-ct", "ct1", seen(now, Activity::idle), now);
  bench.observed("agent-ct", "ct2", seen(now, Activity::idle), now);
  bench.node("agent-ct", false, now);
  EXPECT_EQ(shown_state(bench, "ct1", now), EquipmentState::ready) << "while the collector is there, it is to say so";
  bench.collector(now, false);
  EXPECT_EQ(shown_state(bench, "ct1", now), EquipmentState::unknown);
  EXPECT_EQ(shown_state(bench, "ct2", now), EquipmentState::down) << "a person said so";
  bench.collector(now + seconds{5}, true, 100, "c2");
  EXPECT_EQ(shown_state(bench, "ct1", now + seconds{5}), EquipmentState::ready);
}

TEST(Department, AnAgentThatRepeatsItsStatusIsHeldToIt) {
  Bench bench = Bench::at_work(now);
  bench.room("ct1", ready_snapshot("CT 1", now), now);
  bench.node("agent-ct", true, now);
  bench.observed("agent-ct", "ct1", seen(now, Activity::idle), now);
  bench.collector(now, false);
  EXPECT_EQ(shown_state(bench, "ct1", now + seconds{300}), EquipmentState::ready) << "it never beat: its will tells";
  bench.node("agent-ct", true, now + seconds{10});
  bench.node("agent-ct", true, now + seconds{20});
  EXPECT_EQ(shown_state(bench, "ct1", now + seconds{51}), EquipmentState::ready);
  EXPECT_EQ(shown_state(bench, "ct1", now + seconds{52}), EquipmentState::unknown);
  bench.node("agent-ct", true, now + seconds{60});
  EXPECT_EQ(shown_state(bench, "ct1", now + seconds{60}), EquipmentState::ready);
}

TEST(Department, KeepsAsItStoodWhenTheBrokerGoesAfterTheCollector) {
  Bench bench = Bench::at_work(now);
  bench.room("ct1", ready_snapshot("CT 1", now), now);
  bench.collector(now, false);
  bench.observed("agent-ct1", "ct1", seen(now + seconds{5}, Activity::exam), now + seconds{5});
  bench.department.disconnected(now + seconds{8});
  EXPECT_EQ(shown_state(bench, "ct1", now + seconds{900}), EquipmentState::in_use);
}

TEST(Department, ASnapshotOfANewerVersionKeepsWhatWasKnown) {
  Bench bench = Bench::at_work(now);
  bench.room("ct1", ready_snapshot("CT 1", now), now);
  bench.department.take("isocenter/2/general/collector/device/ct1", "{}", now);
  bench.department.take(topic("collector/device/ct1"), R"({"state":"levitating"})", now);
  EXPECT_EQ(bench.department.ignored(), 2u);
  EXPECT_EQ(shown_state(bench, "ct1", now), EquipmentState::ready);
}

TEST(Department, ARoomThatNoCollectorNamesShowsOnlyWithoutOne) {
  Bench bench;
  bench.department.connected(now);
  bench.observed("agent-ct1", "ct1", seen(now, Activity::idle), now);
  EXPECT_TRUE(bench.department.is_loaded());
  EXPECT_EQ(bench.department.rooms().size(), 1u);
  EXPECT_EQ(bench.department.room(device("ct1"))->snapshot.title, "ct1");
  bench.collector(now);
  EXPECT_TRUE(bench.department.rooms().empty());
  EXPECT_FALSE(bench.department.is_loaded());
}

TEST(Department, RevisionStandsWhileNothingCouldShow) {
  Bench bench = Bench::at_work(now);
  bench.room("ct1", ready_snapshot("CT 1", now), now);
  const auto revision = bench.department.revision();
  auto again = ready_snapshot("CT 1", now);
  again.at = now + seconds{10};
  bench.room("ct1", again, now + seconds{10});
  bench.collector(now + seconds{10});
  bench.department.connected(now + seconds{11});
  EXPECT_EQ(bench.department.revision(), revision);
  bench.room("ct1", exam_snapshot("CT 1", now, 9, 14), now + seconds{20});
  EXPECT_GT(bench.department.revision(), revision);
}

RC_GTEST_PROP(Department, EverySnapshotComesThroughWhole, ()) {
  auto snapshot = ready_snapshot(*rc::gen::element<std::string>("CT 1", "Röntgen 2", "{room}", "\"\\"), now);
  snapshot.modality = "XR";
  snapshot.state = *rc::gen::elementOf(std::vector(equipment_states.begin(), equipment_states.end()));
  snapshot.order = *rc::gen::inRange(-1000, 1000);
  snapshot.since = now - seconds{*rc::gen::inRange(0, 100'000)};
  if (*rc::gen::arbitrary<bool>()) snapshot.exam = exam_snapshot("x", snapshot.since, 9, 14).exam;
  Bench bench = Bench::at_work(now);
  bench.room("ct1", snapshot, now);
  RC_ASSERT(bench.department.room(device("ct1"))->snapshot == snapshot);
  RC_ASSERT(bench.department.shown(*bench.department.room(device("ct1")), now) == snapshot);
}

/// Whatever a broker delivers: no exception, a view that can be drawn, and the count of what was ignored.
RC_GTEST_PROP(Department, SurvivesAnything, ()) {
  static const std::vector<std::string> topics{topic("collector/status"),
                                               topic("collector/device/ct1"),
                                               topic("collector/device/CT 1"),
                                               topic("collector/alert/x"),
                                               topic("node/a/device/ct1"),
                                               topic("node/a/status"),
                                               topic("node/a/about"),
                                               topic("node/a/events"),
                                               "isocenter/1/other/collector/device/ct1",
                                               "isocenter/9/general/x",
                                               "",
                                               "/////////////"};
  const std::string snapshot = wire::format_device_snapshot(exam_snapshot("CT 1", now, 9, 14));
  const std::string status = wire::format_collector_status(
      {.instance = "c", .started = now, .online = true, .heartbeat = seconds{10}, .retained_topics = 1, .at = now});
  const std::string observed = wire::format_observed_device(seen(now, Activity::exam));
  Department department{general()};
  const auto steps = *rc::gen::inRange(1, 60);
  Instant time = now;
  for (int i = 0; i < steps; ++i) {
    std::string payload = *rc::gen::element(snapshot, status, observed, std::string{}, std::string{"{"},
                                            std::string{"null"}, std::string(70'000, '['));
    if (!payload.empty() && *rc::gen::inRange(0, 3) == 0) {
      payload[*rc::gen::inRange<std::size_t>(0, payload.size())] = *rc::gen::arbitrary<char>();
    }
    const auto before = department.ignored();
    department.take(*rc::gen::elementOf(topics), payload, time);
    RC_ASSERT(department.ignored() - before <= 1u);
    if (*rc::gen::inRange(0, 8) == 0) department.connected(time);
    if (*rc::gen::inRange(0, 8) == 0) department.disconnected(time);
    time += seconds{*rc::gen::inRange(-5, 60)};
    const auto view = board_view(department, "Title", new_york(), Words::english(), time, 0, 16);
    RC_ASSERT(view.tiles.empty() != view.empty.empty());
  }
}

TEST(Department, BoundsWhatItKeeps) {
  Bench bench = Bench::at_work(now);
  const std::string payload = wire::format_device_snapshot(ready_snapshot("CT", now));
  for (int i = 0; i < 1200; ++i) bench.department.take(topic("collector/device/d" + std::to_string(i)), payload, now);
  EXPECT_EQ(bench.department.rooms().size(), 1000u);
  EXPECT_EQ(bench.department.ignored(), 200u);
}

}  // namespace
}  // namespace isocenter::kiosk
