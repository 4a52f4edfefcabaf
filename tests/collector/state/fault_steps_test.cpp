#include <gtest/gtest.h>

#include "tests/collector/state/story.hpp"

/// When the steps of a fault's life lie.
namespace isocenter::collector::testing {
namespace {

/// The room of a fault reported at 09:00, and what `told` adds.
Derived derived_from(const std::string& told) {
  return Story{"07:00 agent started\n07:00 agent sees idle\n09:00 kiosk fault f1 down\n" + told + "\nnow 20:00"}
      .derived();
}

FaultRow fault_from(const std::string& told) { return derived_from(told).faults.at(0); }

TEST(FaultSteps, LieWhereAUserSaysThatTheyWere) {
  EXPECT_EQ(fault_from("12:00 collector fault f1 called at=09:20 by=ann").called, clock_time("09:20"));
  EXPECT_EQ(fault_from("12:00 collector fault f1 acknowledged at=09:30 by=ann").acknowledged, clock_time("09:30"));
  EXPECT_EQ(fault_from("12:00 collector fault f1 on_site at=10:30 by=ann").on_site, clock_time("10:30"));
}

TEST(FaultSteps, LieWhereTheyWereSaidByAMachine) {
  EXPECT_EQ(fault_from("12:00 agent fault f1 on_site at=10:30").on_site, clock_time("12:00"));
}

TEST(FaultSteps, LieNeitherBeforeTheReportNorAfterTheWord) {
  EXPECT_EQ(fault_from("12:00 collector fault f1 on_site at=08:00 by=ann").on_site, clock_time("09:00"));
  EXPECT_EQ(fault_from("12:00 collector fault f1 on_site at=13:00 by=ann").on_site, clock_time("12:00"));
}

TEST(FaultSteps, ARepairEnteredLateEndsTheOutageOnlyThen) {
  const Derived derived = derived_from("12:00 collector fault f1 repaired at=11:00 by=ann");
  EXPECT_EQ(derived.faults.at(0).repaired, clock_time("11:00"));
  EXPECT_EQ(derived.faults.at(0).closed, clock_time("12:00"));
  EXPECT_EQ(derived.faults.at(0).closed_by, "repaired");
  EXPECT_EQ(derived.intervals.back().period.from, clock_time("12:00"));
  EXPECT_EQ(derived.intervals.back().state, EquipmentState::ready);
}

TEST(FaultSteps, TheFirstWordOfAStepCounts) {
  const auto fault =
      fault_from("11:00 collector fault f1 on_site at=10:30 by=ann\n12:00 collector fault f1 on_site at=09:30 by=bob");
  EXPECT_EQ(fault.on_site, clock_time("10:30"));
}

}  // namespace
}  // namespace isocenter::collector::testing
