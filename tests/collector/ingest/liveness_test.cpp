#include "collector/ingest/liveness.hpp"

#include <gtest/gtest.h>

#include "tests/collector/chain.hpp"

namespace isocenter::collector {
namespace {

using namespace test;
using std::chrono::seconds;

/// Nodes with a heartbeat of 10 s whose wall clock may fall behind, and the collector that hears them.
class Department {
 public:
  explicit Department(std::vector<HeardNode> remembered = {}) : liveness{remembered} {
    liveness.begin_listening(at(0));
  }

  wire::NodeStatus status(std::string instance, Epoch name, bool online = true) const {
    return {.instance = std::move(instance), .started = at(0), .online = online, .epochs = {{name, 1, {}}}};
  }
  void beat(std::string_view name, Epoch present, std::int64_t now, std::int64_t behind = 0) {
    const wire::Batch batch{.from = "i", .epoch = present, .first = 2, .last = 1, .sent = at(now - behind)};
    liveness.hear_batch(node(name), batch, at(now));
    liveness.note_log(node(name), present, 1, std::nullopt);
    collect(now);
  }
  void beats(std::string_view name, Epoch present, std::int64_t from, std::int64_t to, std::int64_t behind = 0) {
    for (std::int64_t now = from; now <= to; now += 10) beat(name, present, now, behind);
  }
  void pass(std::int64_t from, std::int64_t to) {
    for (std::int64_t now = from; now <= to; ++now) collect(now);
  }
  void collect(std::int64_t now) {
    for (NewEvent& event : liveness.due(at(now))) events.push_back(std::move(event));
  }
  template <typename Body>
  std::vector<Body> said() const {
    std::vector<Body> bodies;
    for (const NewEvent& event : events) {
      if (const auto* body = std::get_if<Body>(&event.body)) bodies.push_back(*body);
    }
    return bodies;
  }

  Liveness liveness;
  std::vector<NewEvent> events;
};

TEST(Liveness, SaysNothingOfANodeThatIsHeard) {
  Department department;
  department.beats("a", epoch(1), 10, 600);
  EXPECT_TRUE(department.events.empty());
  EXPECT_TRUE(department.liveness.is_up(node("a"), at(600)));
}

TEST(Liveness, SaysSilentAtThreeMissedHeartbeats) {
  Department department;
  department.beats("a", epoch(1), 10, 50);
  department.pass(51, 79);
  EXPECT_TRUE(department.events.empty());
  department.pass(80, 200);
  const auto silent = department.said<NodeSilent>();
  ASSERT_EQ(silent.size(), 1u);
  EXPECT_EQ(silent[0], (NodeSilent{node("a"), epoch(1), at(50), at(50), "missed"}));
  EXPECT_FALSE(department.liveness.is_up(node("a"), at(200)));
}

TEST(Liveness, TakesAWillForALastSignOfLifeOnlyInTime) {
  for (const auto& [now, until] : {std::pair{55, 55}, {75, 50}}) {
    Department department;
    department.liveness.hear_status(node("a"), department.status("i", epoch(1)), false, at(10));
    department.beats("a", epoch(1), 20, 50);
    department.liveness.hear_status(node("a"), department.status("i", epoch(1), false), false, at(now));
    department.collect(now);
    const auto silent = department.said<NodeSilent>();
    ASSERT_EQ(silent.size(), 1u);
    EXPECT_EQ(silent[0].why, "will");
    EXPECT_EQ(silent[0].last_receipt, at(50));
    EXPECT_EQ(silent[0].until, at(until));
  }
}

TEST(Liveness, IgnoresTheWillOfAnotherConnection) {
  Department department;
  department.liveness.hear_status(node("a"), department.status("new", epoch(1)), false, at(10));
  department.liveness.hear_status(node("a"), department.status("old", epoch(1), false), false, at(11));
  department.collect(11);
  EXPECT_TRUE(department.events.empty());
}

TEST(Liveness, SaysSilentBeforeANewEpoch) {
  Department department;
  department.beats("a", epoch(1), 10, 50);
  department.liveness.hear_status(node("a"), department.status("i2", epoch(2)), false, at(55));
  department.collect(55);
  const auto silent = department.said<NodeSilent>();
  ASSERT_EQ(silent.size(), 1u);
  EXPECT_EQ(silent[0], (NodeSilent{node("a"), epoch(1), at(50), at(50), "new_epoch"}));
  department.beats("a", epoch(2), 56, 200);
  EXPECT_EQ(department.events.size(), 1u) << "the new one is there, and nothing of it is to be judged";
}

TEST(Liveness, AnOlderStartSentAgainEndsNotThePresentEpoch) {
  Department department;
  department.liveness.hear_status(node("a"), department.status("i", epoch(2)), false, at(10));
  for (const std::uint8_t number : {std::uint8_t{1}, std::uint8_t{2}}) {
    Chain chain{epoch(number)};
    department.liveness.hear_batch(node("a"), chain.say(started(at(number))).all(at(11)), at(11));
    department.liveness.note_log(node("a"), epoch(number), 1, std::nullopt);
  }
  department.beats("a", epoch(2), 20, 100);
  EXPECT_TRUE(department.events.empty());
  EXPECT_TRUE(department.liveness.is_up(node("a"), at(100)));
  department.pass(101, 140);
  const auto silent = department.said<NodeSilent>();
  ASSERT_EQ(silent.size(), 1u);
  EXPECT_EQ(silent[0].epoch, epoch(2));
}

TEST(Liveness, IsNotUpWhereItCameBackAndWentBeforeThatWasJudged) {
  Department department;
  department.beats("a", epoch(1), 10, 50);
  department.pass(51, 600);
  department.beat("a", epoch(1), 601, 540);
  EXPECT_TRUE(department.liveness.is_up(node("a"), at(602)));
  department.pass(602, 700);
  EXPECT_FALSE(department.liveness.is_up(node("a"), at(700)));
}

TEST(Liveness, SaysHeardAgainWhereItsClockShowsNoSlip) {
  Department department;
  department.beats("a", epoch(1), 10, 50);
  department.pass(51, 600);
  department.beats("a", epoch(1), 601, 620);
  const auto heard = department.said<NodeHeard>();
  ASSERT_EQ(heard.size(), 1u) << "one heartbeat is enough";
  EXPECT_EQ(heard[0].last_receipt, at(50));
  EXPECT_FALSE(heard[0].stood_still);
}

TEST(Liveness, SaysThatItStoodStillWhereItsClockSlipped) {
  Department department;
  department.beats("a", epoch(1), 10, 50);
  department.pass(51, 600);
  department.beats("a", epoch(1), 601, 611, 540);
  EXPECT_TRUE(department.said<NodeHeard>().empty()) << "three heartbeats before it is said";
  department.beats("a", epoch(1), 621, 621, 540);
  const auto heard = department.said<NodeHeard>();
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_TRUE(heard[0].stood_still);
  EXPECT_EQ(heard[0].difference_after - heard[0].difference_before, seconds{540});
}

TEST(Liveness, ASlowMessageIsNoSlip) {
  Department department;
  department.beats("a", epoch(1), 10, 50);
  department.pass(51, 100);
  department.beat("a", epoch(1), 101, 20);  // queued 20 s on its way
  department.beat("a", epoch(1), 102, 0);
  const auto heard = department.said<NodeHeard>();
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_FALSE(heard[0].stood_still);
}

TEST(Liveness, WhatAMendedCableDeliversAtOnceIsNoSlip) {
  Department department;
  department.beats("a", epoch(1), 10, 50);
  department.pass(51, 120);
  for (std::int64_t sent = 60; sent <= 120; sent += 10) department.beat("a", epoch(1), 121, 121 - sent);
  department.beats("a", epoch(1), 130, 160);
  const auto heard = department.said<NodeHeard>();
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_FALSE(heard[0].stood_still);
}

TEST(Liveness, AddsTheNodesOwnClockSteps) {
  // Stood still for 540 s, and NTP had set its clock before it was heard: no difference is left but the step tells.
  Department department;
  department.beats("a", epoch(1), 10, 50);
  department.pass(51, 600);
  const wire::Batch batch{.from = "i", .epoch = epoch(1), .first = 2, .last = 2, .sent = at(601)};
  department.liveness.hear_batch(node("a"), batch, at(601));
  department.collect(601);
  EXPECT_TRUE(department.said<NodeHeard>().empty()) << "not before the log has all up to `last`";
  department.liveness.note_log(node("a"), epoch(1), 2, seconds{540});
  for (const std::int64_t now : {611, 621}) {
    department.liveness.hear_batch(node("a"), {.from = "i", .epoch = epoch(1), .first = 3, .last = 2, .sent = at(now)},
                                   at(now));
  }
  department.collect(621);
  const auto heard = department.said<NodeHeard>();
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_TRUE(heard[0].stood_still);
}

TEST(Liveness, AClockThatIsSetAfterTheReturnClearsNothing) {
  // A virtual machine was suspended for 540 s, and its clock is set when it has been heard once again.
  Department department;
  department.beats("a", epoch(1), 10, 50);
  department.pass(51, 600);
  department.beat("a", epoch(1), 601, 540);
  const wire::Batch batch{.from = "i", .epoch = epoch(1), .first = 2, .last = 2, .sent = at(605)};
  department.liveness.hear_batch(node("a"), batch, at(605));
  department.collect(605);  // the log does not have its clock.stepped yet
  department.liveness.note_log(node("a"), epoch(1), 2, seconds{540});
  for (const std::int64_t now : {611, 621}) {
    department.liveness.hear_batch(node("a"), {.from = "i", .epoch = epoch(1), .first = 3, .last = 2, .sent = at(now)},
                                   at(now));
    department.collect(now);
  }
  const auto heard = department.said<NodeHeard>();
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_TRUE(heard[0].stood_still);
  EXPECT_EQ(heard[0].last_receipt, at(50));
}

TEST(Liveness, RemembersTheNodesClockStepOfAReturnNotYetJudged) {
  Department before;
  before.beats("a", epoch(1), 10, 50);
  before.pass(51, 600);
  before.liveness.hear_batch(node("a"), {.from = "i", .epoch = epoch(1), .first = 2, .last = 2, .sent = at(601)},
                             at(601));
  before.liveness.note_log(node("a"), epoch(1), 2, seconds{540});
  before.collect(602);
  ASSERT_TRUE(before.said<NodeHeard>().empty());
  Department after{before.liveness.remembered()};
  after.liveness.begin_listening(at(610));
  after.beats("a", epoch(1), 615, 645);
  const auto heard = after.said<NodeHeard>();
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_TRUE(heard[0].stood_still);
  EXPECT_EQ(heard[0].last_receipt, at(50));
}

TEST(Liveness, SubtractsTheCollectorsOwnClockStep) {
  Department department;
  department.beats("a", epoch(1), 10, 50);
  department.pass(51, 100);
  department.liveness.step_own_clock(seconds{300}, at(400));
  department.beats("a", epoch(1), 401, 421, 300);
  const auto heard = department.said<NodeHeard>();
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_FALSE(heard[0].stood_still);
}

TEST(Liveness, TheCollectorsAbsenceIsNoSilence) {
  Department department;
  department.beats("a", epoch(1), 10, 50);
  department.liveness.stop_listening();
  department.pass(51, 600);
  department.liveness.begin_listening(at(600));
  department.beats("a", epoch(1), 605, 700);
  EXPECT_TRUE(department.events.empty());
}

TEST(Liveness, JudgesAnEpochThatGoesOnAfterARestart) {
  for (const std::int64_t behind : {0, 500}) {
    Department before;
    before.beats("a", epoch(1), 10, 50);
    Department after{before.liveness.remembered()};
    after.liveness.begin_listening(at(600));
    after.beats("a", epoch(1), 605, 700, behind);
    const auto heard = after.said<NodeHeard>();
    ASSERT_EQ(heard.size(), behind == 0 ? 0u : 1u);
    if (behind != 0) {
      EXPECT_TRUE(heard[0].stood_still);
      EXPECT_EQ(heard[0].last_receipt, at(50));
    }
  }
}

TEST(Liveness, ANodeThatDiedWhileTheCollectorWasDownIsSilentSinceItsLastReceipt) {
  Department before;
  before.beats("a", epoch(1), 10, 50);
  Department after{before.liveness.remembered()};
  after.liveness.begin_listening(at(600));
  after.pass(600, 700);
  const auto silent = after.said<NodeSilent>();
  ASSERT_EQ(silent.size(), 1u);
  EXPECT_EQ(silent[0].last_receipt, at(50));
}

TEST(Liveness, ASlipThatMostNodesShowAlikeIsTheCollectors) {
  Department before;
  for (const auto* name : {"a", "b", "c"}) before.beats(name, epoch(1), 10, 50);
  Department after{before.liveness.remembered()};
  after.liveness.begin_listening(at(600));
  for (std::int64_t now = 605; now <= 700; now += 10) {
    for (const auto* name : {"a", "b", "c"}) after.beat(name, epoch(1), now, 500);
  }
  EXPECT_TRUE(after.said<NodeHeard>().empty()) << "nothing was silent, and nobody stood still";
}

TEST(Liveness, AReturnNotYetJudgedIsJudgedAfterARestart) {
  Department before;
  before.beats("a", epoch(1), 10, 50);
  before.pass(51, 600);
  before.beat("a", epoch(1), 601, 540);
  Department after{before.liveness.remembered()};
  after.liveness.begin_listening(at(610));
  after.beats("a", epoch(1), 615, 645, 540);
  const auto heard = after.said<NodeHeard>();
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_TRUE(heard[0].stood_still);
  EXPECT_EQ(heard[0].last_receipt, at(50));
}

TEST(Liveness, AStopShorterThanASilenceIsSaidToo) {
  Department department;
  department.beats("a", epoch(1), 10, 50);
  department.beats("a", epoch(1), 75, 105, 15);
  const auto heard = department.said<NodeHeard>();
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_TRUE(heard[0].stood_still);
  EXPECT_TRUE(department.said<NodeSilent>().empty());
}

}  // namespace
}  // namespace isocenter::collector
