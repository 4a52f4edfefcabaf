#include "collector/store/derived_tables.hpp"

#include <gtest/gtest.h>

#include "collector/store/store.hpp"
#include "tests/collector/chain.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::collector {
namespace {

using namespace test;

class DerivedTablesOnDisk : public testing::Test {
 protected:
  static ExamRow exam(int number, std::int64_t from, std::optional<std::int64_t> to) {
    ExamRow row{.exam = hash(number), .device = device("ct1"), .modality = "CT", .procedure = "CT CHEST"};
    row.orders = {hash(1), hash(2)};
    row.study = hash(3);
    row.subject = Subject::patient;
    row.status = to ? ExamStatus::completed : ExamStatus::in_progress;
    row.started = at(from);
    row.arrived = at(from - 60);
    if (to) row.ended = at(*to);
    row.images = 12;
    row.running = {at(from), to ? at(*to) : end_of_time};
    return row;
  }
  static StateInterval interval(std::int64_t from, std::optional<std::int64_t> to, EquipmentState state) {
    return {.device = device("ct1"),
            .state = state,
            .period = {at(from), to ? at(*to) : end_of_time},
            .cause = Cause::facility,
            .grade = Grade::b,
            .reason = "declared",
            .source = "kiosk-ct1",
            .exam = hash(1),
            .began_by = EventId{node("kiosk-ct1"), epoch(1), 7}};
  }
  static Derived sample() {
    Derived derived;
    derived.exams = {exam(1, 100, 200), exam(2, 300, std::nullopt)};
    derived.faults = {
        {.fault = "f1", .device = device("ct1"), .code = "table", .source = "person", .reported = at(50)}};
    derived.intervals = {interval(0, 100, EquipmentState::ready), interval(100, std::nullopt, EquipmentState::down)};
    derived.contradictions = {{device("ct1"), hash(2), EquipmentState::down, at(300)}};
    return derived;
  }

  fakes::TemporaryFolder folder;
  Store store{folder / "isocenter.db"};
  DerivedTables& tables = store.derived();
};

TEST_F(DerivedTablesOnDisk, GiveBackWhatWasWritten) {
  tables.write(device("ct1"), {}, sample());
  EXPECT_EQ(tables.read(device("ct1"), Instant{}), sample());
  EXPECT_EQ(tables.devices(), (std::set{device("ct1")}));
}

TEST_F(DerivedTablesOnDisk, GiveBackWhatReachesBeyondAnInstant) {
  tables.write(device("ct1"), {}, sample());
  const Derived late = tables.read(device("ct1"), at(200));
  EXPECT_EQ(late.exams.size(), 1u);
  EXPECT_EQ(late.faults.size(), 1u);
  ASSERT_EQ(late.intervals.size(), 1u);
  EXPECT_EQ(late.intervals[0].period.from, at(100)) << "its true beginning";
}

TEST_F(DerivedTablesOnDisk, WriteOnlyWhatChanged) {
  tables.write(device("ct1"), {}, sample());
  Derived after = sample();
  after.exams[1] = exam(2, 300, 400);
  after.contradictions.clear();
  after.intervals.pop_back();
  const std::int64_t before_count = store.database().changes();
  tables.write(device("ct1"), sample(), after);
  EXPECT_EQ(tables.read(device("ct1"), Instant{}), after);
  const std::int64_t once = store.database().changes();
  tables.write(device("ct1"), after, after);
  EXPECT_EQ(store.database().changes(), once);
  EXPECT_GE(once, before_count);
}

TEST_F(DerivedTablesOnDisk, TellHowLongExamsTook) {
  Derived derived;
  for (int i = 0; i < 60; ++i) derived.exams.push_back(exam(i, i * 100, i * 100 + i));
  derived.exams[58].inferred = true;
  derived.exams[57].status = ExamStatus::discontinued;
  tables.write(device("ct1"), {}, derived);
  const auto lengths = tables.exam_lengths(device("ct1"), "CT CHEST", at(59 * 100));
  ASSERT_EQ(lengths.size(), 50u);
  EXPECT_EQ(lengths.front(), std::chrono::seconds{56}) << "the last that somebody ended before then";
}

TEST_F(DerivedTablesOnDisk, KeepCarriesByHorizon) {
  tables.write_carry(device("ct1"), {at(100), {1, 5, 9}});
  tables.write_carry(device("ct1"), {at(200), {}});
  EXPECT_FALSE(tables.latest_carry(device("ct1"), at(99)));
  EXPECT_EQ(tables.latest_carry(device("ct1"), at(199))->events, (std::vector<std::int64_t>{1, 5, 9}));
  EXPECT_TRUE(tables.latest_carry(device("ct1"), at(200))->events.empty());
  tables.drop_carries_after(device("ct1"), at(100));
  EXPECT_EQ(tables.latest_carry(device("ct1"), at(500))->horizon, at(100));
}

TEST_F(DerivedTablesOnDisk, HaveADigestThatTellsEveryDifference) {
  const Digest empty = state_digest(store);
  tables.write(device("ct1"), {}, sample());
  const Digest full = state_digest(store);
  EXPECT_NE(full, empty);
  Derived other = sample();
  other.intervals[1].grade = Grade::c;
  tables.write(device("ct1"), sample(), other);
  EXPECT_NE(state_digest(store), full);
  tables.write(device("ct1"), other, sample());
  EXPECT_EQ(state_digest(store), full);
}

}  // namespace
}  // namespace isocenter::collector
