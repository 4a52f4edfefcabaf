#include "collector/verification.hpp"

#include <gtest/gtest.h>

#include "tests/collector/bench.hpp"

namespace isocenter::collector {
namespace {

using namespace test;

class Verification : public testing::Test {
 protected:
  void SetUp() override {
    bench.start_collector();
    bench.start_node("agent-ct1");
    for (int i = 0; i < 20; ++i) {
      bench.peer("agent-ct1").record(observed("ct1", at(1000 + i), i % 2 == 0 ? Activity::idle : Activity::exam));
    }
    ASSERT_TRUE(bench.drain());
    bench.kill_collector();
  }
  /// The first fault after `sql` altered the log.
  std::optional<ChainFault> after(const std::string& sql) const {
    sqlite::Database database{bench.store_path(), sqlite::Database::Mode::read_write};
    database.execute(sql);
    const ChainReport report = verify_chains(database);
    return report.faults.empty() ? std::nullopt : std::optional{report.faults.front()};
  }

  Bench bench;
};

TEST_F(Verification, FindsNothingInAWholeLog) { EXPECT_FALSE(after("SELECT 1")); }

TEST_F(Verification, NamesOneFlippedByte) {
  const auto fault =
      after("UPDATE event SET bytes = replace(bytes, '\"exam\"', '\"exan\"') WHERE seq = 7 AND device = 'ct1'");
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->node, "agent-ct1");
  EXPECT_EQ(fault->seq, 7u);
  EXPECT_EQ(fault->what, "its bytes or digest are altered");
}

TEST_F(Verification, NamesWhatStandsBesideTheBytesAndDiffers) {
  for (const auto* set : {"t = t + 1000, when_ms = when_ms + 1000", "type = 'device.declared'", "device = 'mr1'",
                          "fate = 'gone'", "when_ms = when_ms + 1"}) {
    sqlite::Database database{bench.store_path(), sqlite::Database::Mode::read_write};
    database.execute("BEGIN");
    database.execute(std::string{"UPDATE event SET "} + set + " WHERE seq = 9 AND device = 'ct1'");
    const ChainReport report = verify_chains(database);
    database.execute("ROLLBACK");
    ASSERT_EQ(report.faults.size(), 1u) << set;
    EXPECT_EQ(report.faults[0].seq, 9u) << set;
  }
}

TEST_F(Verification, NamesAMissingRow) {
  const auto fault = after("DELETE FROM event WHERE seq = 5 AND device = 'ct1'");
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->seq, 6u);
  EXPECT_EQ(fault->what, "its number does not follow");
}

TEST_F(Verification, NamesACutTail) {
  const auto fault = after("DELETE FROM event WHERE seq > 15 AND device = 'ct1'");
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->seq, 16u);
}

}  // namespace
}  // namespace isocenter::collector
