#include "collector/web/fault_life.hpp"

#include <gtest/gtest.h>

namespace isocenter::web {
namespace {

Instant at(int minute) { return from_unix_ms(1'790'000'000'000 + minute * 60'000); }

collector::FaultRow fault() {
  return {.fault = "mr1-1", .device = DeviceName::parse("mr1").value(), .code = "table", .reported = at(0)};
}

std::string says(const collector::FaultRow& row, FaultStep step, int minute) {
  const auto checked = check_step(row, step, at(minute), at(100));
  return checked ? "" : to_string(checked.error());
}

TEST(CheckStep, TakesALifeInItsOrder) {
  auto row = fault();
  for (const FaultStep step :
       {FaultStep::called, FaultStep::acknowledged, FaultStep::on_site, FaultStep::repaired, FaultStep::released}) {
    EXPECT_EQ(says(row, step, 0), "") << word(step);
  }
  row.called = row.acknowledged = at(5);
  row.on_site = at(20);
  row.repaired = row.closed = at(50);
  EXPECT_EQ(says(row, FaultStep::released, 60), "") << "repaired, it still waits to be released";
}

TEST(CheckStep, RefusesWhatWasSaidOrComesTooLate) {
  auto row = fault();
  row.called = at(5);
  EXPECT_NE(says(row, FaultStep::called, 10).find("was said already"), std::string::npos);
  row.repaired = row.closed = at(50);
  EXPECT_NE(says(row, FaultStep::on_site, 40).find("is repaired"), std::string::npos);
  row.released = at(60);
  EXPECT_NE(says(row, FaultStep::acknowledged, 70).find("is released"), std::string::npos);
  EXPECT_NE(says(row, FaultStep::released, 70).find("was said already"), std::string::npos);
  auto over = fault();
  over.closed = at(30);
  for (const FaultStep step : {FaultStep::called, FaultStep::repaired, FaultStep::released}) {
    EXPECT_NE(says(over, step, 40).find("the fault is over"), std::string::npos) << word(step);
  }
}

TEST(CheckStep, RefusesTimesThatCannotBe) {
  auto row = fault();
  EXPECT_NE(says(row, FaultStep::called, 101).find("future"), std::string::npos);
  EXPECT_NE(says(row, FaultStep::called, -1).find("lies before"), std::string::npos);
  row.on_site = at(20);
  EXPECT_NE(says(row, FaultStep::repaired, 19).find("lies before"), std::string::npos);
  EXPECT_EQ(says(row, FaultStep::called, 10), "") << "the call may be entered after the arrival";
}

}  // namespace
}  // namespace isocenter::web
