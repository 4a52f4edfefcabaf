#include "collector/web/derived_counters.hpp"

#include <gtest/gtest.h>

#include "tests/collector/report/sample_database.hpp"

namespace isocenter::web {
namespace {

using report::at;

const std::vector<DeviceName> ct1{DeviceName::parse("ct1").value()};

double seconds_of(const DerivedCounters::Values& values, EquipmentState state) {
  return values.state_seconds.at({"ct1", state});
}

TEST(DerivedCounters, CountSecondsFromTheirStartOn) {
  report::SampleDatabase sample;
  sample.interval("ct1", "ready", "2026-11-24T06:00:00Z", "2026-11-24T12:01:00Z");
  sample.interval("ct1", "in_use", "2026-11-24T12:01:00Z", std::nullopt);
  auto reader = sample.reader();
  DerivedCounters counters{at("2026-11-24T12:00:00Z")};
  const auto values = counters.refresh(reader, ct1, at("2026-11-24T12:03:00Z"));
  EXPECT_DOUBLE_EQ(seconds_of(values, EquipmentState::ready), 60);
  EXPECT_DOUBLE_EQ(seconds_of(values, EquipmentState::in_use), 120);
  EXPECT_DOUBLE_EQ(seconds_of(values, EquipmentState::down), 0);
}

TEST(DerivedCounters, NeverFallWhenLateEventsChangeThePast) {
  report::SampleDatabase sample;
  sample.interval("ct1", "ready", "2026-11-24T06:00:00Z", std::nullopt);
  auto reader = sample.reader();
  DerivedCounters counters{at("2026-11-24T12:00:00Z")};
  counters.refresh(reader, ct1, at("2026-11-24T12:10:00Z"));
  sample.writer().execute("UPDATE interval SET state = 'down'");
  const auto values = counters.refresh(reader, ct1, at("2026-11-24T12:20:00Z"));
  EXPECT_DOUBLE_EQ(seconds_of(values, EquipmentState::ready), 600);
  EXPECT_DOUBLE_EQ(seconds_of(values, EquipmentState::down), 1200);
}

TEST(DerivedCounters, GoOnOverWeeksWithoutReadingAllOfThem) {
  report::SampleDatabase sample;
  sample.interval("ct1", "ready", "2026-11-01T00:00:00Z", std::nullopt);
  auto reader = sample.reader();
  DerivedCounters counters{at("2026-11-01T00:00:00Z")};
  for (int day = 1; day <= 29; ++day) {
    const auto now = at("2026-11-01T00:00:00Z") + std::chrono::hours{24 * day};
    const auto values = counters.refresh(reader, ct1, now);
    EXPECT_DOUBLE_EQ(seconds_of(values, EquipmentState::ready), 86400.0 * day);
  }
}

TEST(DerivedCounters, TakeClosedThatNobodyObservedForUnknown) {
  report::SampleDatabase sample;
  sample.interval("ct1", "closed", "2026-11-24T06:00:00Z", "2026-11-24T12:01:00Z", "D");
  sample.interval("ct1", "closed", "2026-11-24T12:01:00Z", std::nullopt, "C");
  auto reader = sample.reader();
  DerivedCounters counters{at("2026-11-24T12:00:00Z")};
  const auto values = counters.refresh(reader, ct1, at("2026-11-24T12:03:00Z"));
  EXPECT_DOUBLE_EQ(seconds_of(values, EquipmentState::unknown), 60);
  EXPECT_DOUBLE_EQ(seconds_of(values, EquipmentState::closed), 120);
}

TEST(DerivedCounters, CountAnExamOnceWhenItHasEnded) {
  report::SampleDatabase sample;
  sample.exam("k1:before", "ct1", "2026-11-24T11:00:00Z", "2026-11-24T11:10:00Z");
  sample.exam("k1:running", "ct1", "2026-11-24T11:55:00Z", std::nullopt);
  auto reader = sample.reader();
  DerivedCounters counters{at("2026-11-24T12:00:00Z")};
  EXPECT_TRUE(counters.refresh(reader, ct1, at("2026-11-24T12:00:01Z")).exams.empty());

  sample.writer().execute("UPDATE exam SET status = 'completed', ended = started + 900000 WHERE exam = 'k1:running'");
  sample.exam("k1:late", "ct1", "2026-11-23T09:00:00Z", "2026-11-23T09:20:00Z");
  for (int i = 1; i < 4; ++i) {
    const auto values = counters.refresh(reader, ct1, at("2026-11-24T12:05:00Z") + std::chrono::minutes{i});
    EXPECT_EQ(values.exams.at({"ct1", "completed"}), 2u) << "what ended before the start is not counted, late news is";
    EXPECT_EQ(values.durations.at("CT").count, 2u);
    EXPECT_DOUBLE_EQ(values.durations.at("CT").sum_s, 900 + 1200);
    EXPECT_EQ(values.durations.at("CT").buckets[4], 1u);
    EXPECT_EQ(values.durations.at("CT").buckets[5], 1u);
  }
}

}  // namespace
}  // namespace isocenter::web
