#include "collector/ingest/permissions.hpp"

#include <gtest/gtest.h>

#include "tests/collector/chain.hpp"

namespace isocenter::collector {
namespace {

using namespace test;

NewEvent about(std::string_view name, EventBody body) { return {at(0), device(name), std::move(body)}; }
NewEvent of_itself(EventBody body) { return {at(0), std::nullopt, std::move(body)}; }

TEST(Permissions, FollowTheTable) {
  struct Case {
    std::string_view node;
    NewEvent event;
    bool may;
  };
  const ExamStepped step{.step = "arrived"};
  const FaultStepped repaired{.step = FaultStep::repaired, .fault = "f1"};
  const EventWithdrawn undo{};
  const FeedbackAnswered answer{.score = 4, .area = "exit"};
  const std::vector<Case> cases{
      {"agent-ct1", of_itself(NodeStarted{}), true},
      {"stranger", of_itself(NodeStarted{}), true},
      {"stranger", of_itself(ClockStepped{}), true},
      {"agent-ct1", observed("ct1", at(0)), true},
      {"agent-mr1", observed("ct1", at(0)), false},
      {"kiosk-ct1", observed("ct1", at(0)), false},
      {"agent-ct1", observed("us9", at(0)), false},
      {"agent-ct1", exam_started("ct1", at(0), 1), true},
      {"kiosk-ct1", exam_started("ct1", at(0), 1), false},
      {"agent-mr1", exam_ended("ct1", at(0), 1), false},
      {"agent-ct1", about("ct1", step), true},
      {"kiosk-ct1", about("ct1", step), true},
      {"kiosk-exit", about("ct1", step), false},
      {"agent-ct1", fault("ct1", at(0), "f1", "log"), true},
      {"agent-ct1", fault("ct1", at(0), "f1", "sensor"), true},
      {"agent-ct1", fault("ct1", at(0), "f1", "person"), false},
      {"kiosk-ct1", fault("ct1", at(0), "f1", "person"), true},
      {"kiosk-ct1", fault("ct1", at(0), "f1", "log"), false},
      {"kiosk-ct1", fault("mr1", at(0), "f1", "person"), false},
      {"agent-ct1", about("ct1", repaired), true},
      {"kiosk-ct1", about("ct1", repaired), true},
      {"agent-mr1", about("ct1", repaired), false},
      {"kiosk-ct1", declared("ct1", at(0), EquipmentState::down), true},
      {"kiosk-ct1", declared("mr1", at(0), EquipmentState::down), false},
      {"agent-ct1", declared("ct1", at(0), EquipmentState::down), false},
      {"kiosk-ct1", about("ct1", undo), true},
      {"kiosk-ct1", about("mr1", undo), false},
      {"agent-ct1", about("ct1", ReadingTaken{"helium", 60, "%"}), true},
      {"agent-ct1", about("us9", ReadingTaken{"helium", 60, "%"}), false},
      {"agent-ct1", about("ct1", CheckDone{"phantom", "passed"}), true},
      {"kiosk-exit", of_itself(answer), true},
      {"kiosk-ct1", of_itself(answer), false},
      {"agent-ct1", of_itself(NodeSilent{.node = node("agent-mr1")}), false},
      {"agent-ct1", of_itself(NodeHeard{.node = node("agent-mr1")}), false},
      {"agent-ct1", of_itself(ConfigurationLoaded{}), false},
      {"collector", of_itself(ConfigurationLoaded{}), true},
      {"collector", declared("ct1", at(0), EquipmentState::down), true},
      {"agent-ct1", of_itself(ReadingTaken{"helium", 60, "%"}), false},
      {"agent-ct1", about("ct1", UnknownEvent{"coil.swapped"}), true},
      {"kiosk-ct1", about("ct1", UnknownEvent{"coil.swapped"}), true},
      {"stranger", of_itself(UnknownEvent{"coil.swapped"}), true},
      {"stranger", about("ct1", UnknownEvent{"coil.swapped"}), false},
      {"stranger", about("ghost", NodeStarted{}), false},
      {"collector", about("ghost", UnknownEvent{"coil.swapped"}), true},
  };
  const Permissions permissions{department()};
  for (const Case& one : cases) {
    const auto refusal = permissions.refusal(node(one.node), one.event);
    EXPECT_EQ(!refusal, one.may) << one.node << " " << event_type(one.event.body) << ": " << refusal.value_or("may");
  }
}

}  // namespace
}  // namespace isocenter::collector
