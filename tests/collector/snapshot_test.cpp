#include "collector/snapshot.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "tests/collector/chain.hpp"

namespace isocenter::collector {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const Instant reported = *parse_rfc3339("2026-11-24T08:00:00Z");
const Instant repaired = reported + hours{2};

const DeviceName ct1 = *DeviceName::parse("ct1");

FaultRow table_fault() {
  FaultRow fault{.fault = "f1", .device = ct1, .code = "table", .cause = Cause::equipment};
  fault.reported = reported;
  fault.acknowledged = reported + minutes{10};
  fault.on_site = reported + minutes{40};
  return fault;
}

FaultRow repaired_fault() {
  FaultRow fault = table_fault();
  fault.repaired = fault.closed = repaired;
  fault.closed_by = "repaired";
  return fault;
}

StateInterval ready_from(Instant from, const std::string& reason) {
  return {.device = ct1, .state = EquipmentState::ready, .period = {from, end_of_time}, .reason = reason};
}

ExamRow exam_from(Instant from, Subject subject) {
  return {.exam = "k1:exam", .device = ct1, .subject = subject, .running = {from, from + minutes{10}}};
}

/// What kiosks are told of the faults of `derived`.
std::vector<wire::DeviceSnapshot::Fault> told(const Derived& derived, Instant now = repaired + minutes{5}) {
  return make_snapshot(ConfiguredDevice{.name = ct1}, derived, derived.intervals, std::nullopt, std::nullopt, now)
      .faults;
}

TEST(Snapshot, TellsTheLifeOfAnOpenFault) {
  Derived derived;
  derived.faults = {table_fault()};
  const auto faults = told(derived);
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].since, reported);
  EXPECT_EQ(faults[0].acknowledged, reported + minutes{10});
  EXPECT_EQ(faults[0].on_site, reported + minutes{40});
  EXPECT_FALSE(faults[0].repaired);
}

TEST(Snapshot, KeepsARepairedFaultUntilItsRoomIsReleased) {
  struct Row {
    const char* what;
    std::function<void(Derived&)> then;
    bool waits;
  };
  const std::vector<Row> rows{
      {"nothing", [](Derived&) {}, true},
      {"it answers", [](Derived& d) { d.intervals = {ready_from(repaired, "answers")}; }, true},
      {"released", [](Derived& d) { d.faults[0].released = repaired + minutes{1}; }, false},
      {"room ready", [](Derived& d) { d.intervals = {ready_from(repaired + minutes{1}, "declared")}; }, false},
      {"room ready before", [](Derived& d) { d.intervals = {ready_from(reported, "declared")}; }, true},
      {"a patient's exam", [](Derived& d) { d.exams = {exam_from(repaired, Subject::patient)}; }, false},
      {"an exam of nobody known", [](Derived& d) { d.exams = {exam_from(repaired, Subject::unknown)}; }, false},
      {"an engineer's test", [](Derived& d) { d.exams = {exam_from(repaired, Subject::phantom)}; }, true},
      {"an exam that ran on", [](Derived& d) { d.exams = {exam_from(reported, Subject::patient)}; }, true}};
  for (const Row& row : rows) {
    Derived derived;
    derived.faults = {repaired_fault()};
    row.then(derived);
    const auto faults = told(derived);
    ASSERT_EQ(faults.size(), row.waits ? 1u : 0u) << row.what;
    for (const auto& fault : faults) EXPECT_EQ(fault.repaired, repaired) << row.what;
  }
}

TEST(Snapshot, ForgetsARepairedFaultAfterTwelveHours) {
  Derived derived;
  derived.faults = {repaired_fault()};
  EXPECT_EQ(told(derived, repaired + hours{12}).size(), 1u);
  EXPECT_TRUE(told(derived, repaired + hours{12} + minutes{1}).empty());
}

TEST(Snapshot, TellsNothingOfAFaultThatEndedOtherwise) {
  for (const char* by : {"released", "room_ready", "exam_completed"}) {
    Derived derived;
    derived.faults = {table_fault()};
    derived.faults[0].closed = repaired;
    derived.faults[0].closed_by = by;
    EXPECT_TRUE(told(derived).empty()) << by;
  }
}

}  // namespace
}  // namespace isocenter::collector
