#include "collector/snapshot.hpp"

#include <gtest/gtest.h>

#include "tests/collector/chain.hpp"

namespace isocenter::collector {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const Instant reported = *parse_rfc3339("2026-11-24T08:00:00Z");
const DeviceName ct1 = *DeviceName::parse("ct1");

FaultRow table_fault() {
  FaultRow fault{.fault = "f1", .device = ct1, .code = "table", .cause = Cause::equipment};
  fault.reported = reported;
  fault.called = reported + minutes{5};
  fault.acknowledged = reported + minutes{10};
  fault.on_site = reported + minutes{40};
  return fault;
}

/// What kiosks are told of that fault.
std::vector<wire::DeviceSnapshot::Fault> told(const FaultRow& fault) {
  Derived derived;
  derived.faults = {fault};
  return make_snapshot(ConfiguredDevice{.name = ct1}, derived, {}, std::nullopt, std::nullopt, reported + hours{2})
      .faults;
}

TEST(Snapshot, TellsTheLifeOfAnOpenFault) {
  const auto faults = told(table_fault());
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].since, reported);
  EXPECT_EQ(faults[0].called, reported + minutes{5});
  EXPECT_EQ(faults[0].acknowledged, reported + minutes{10});
  EXPECT_EQ(faults[0].on_site, reported + minutes{40});
}

TEST(Snapshot, TellsNothingOfStepsThatWereNotSaid) {
  FaultRow fault = table_fault();
  fault.called = fault.acknowledged = fault.on_site = std::nullopt;
  const auto faults = told(fault);
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_FALSE(faults[0].called || faults[0].acknowledged || faults[0].on_site);
}

TEST(Snapshot, TellsNothingOfAFaultThatIsOver) {
  for (const char* by : {"repaired", "released", "room_ready", "exam_completed"}) {
    FaultRow fault = table_fault();
    fault.closed = reported + hours{1};
    fault.closed_by = by;
    EXPECT_TRUE(told(fault).empty()) << by;
  }
}

}  // namespace
}  // namespace isocenter::collector
