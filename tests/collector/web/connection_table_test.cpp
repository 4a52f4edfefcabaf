#include "collector/web/connection_table.hpp"

#include <gtest/gtest.h>

namespace isocenter::web {
namespace {

using Time = ConnectionTable::Time;

Time second(int value) { return Time{std::chrono::seconds{value}}; }

Limits small() {
  Limits limits;
  limits.connections = 4;
  limits.connections_of_address = 2;
  return limits;
}

TEST(ConnectionTable, AdmitsWhileThereIsRoom) {
  ConnectionTable table{small()};
  for (const char* address : {"10.0.0.1", "10.0.0.1", "10.0.0.2", "10.0.0.2"}) {
    const auto admission = table.admit(address, false);
    EXPECT_TRUE(admission.admitted);
    EXPECT_FALSE(admission.evicted);
  }
  EXPECT_EQ(table.size(), 4u);
}

TEST(ConnectionTable, RefusesAnAddressWhoseConnectionsAreAllBusy) {
  ConnectionTable table{small()};
  table.admit("10.0.0.1", false);
  table.admit("10.0.0.1", false);
  EXPECT_FALSE(table.admit("10.0.0.1", false).admitted);
  EXPECT_TRUE(table.admit("10.0.0.2", false).admitted) << "others are not hurt";
}

TEST(ConnectionTable, EvictsTheLongestIdleOfTheSameAddress) {
  ConnectionTable table{small()};
  const auto other = table.admit("10.0.0.2", false).admitted;
  const auto first = table.admit("10.0.0.1", false).admitted;
  const auto second_one = table.admit("10.0.0.1", false).admitted;
  table.note_idle(*other, second(1));
  table.note_idle(*first, second(3));
  table.note_idle(*second_one, second(2));
  const auto admission = table.admit("10.0.0.1", false);
  EXPECT_TRUE(admission.admitted);
  EXPECT_EQ(admission.evicted, second_one);
}

TEST(ConnectionTable, GivesLoopbackAllThereIs) {
  ConnectionTable table{small()};
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(table.admit("127.0.0.1", true).admitted);
  EXPECT_FALSE(table.admit("127.0.0.1", true).admitted);
}

TEST(ConnectionTable, EvictsTheLongestIdleOfAllWhereItIsFull) {
  ConnectionTable table{small()};
  std::vector<ConnectionTable::Id> ids;
  for (int i = 0; i < 4; ++i) {
    ids.push_back(*table.admit("10.0.0." + std::to_string(i), false).admitted);
    table.note_idle(ids.back(), second(10 - i));
  }
  table.note_busy(ids[3]);
  const auto admission = table.admit("10.0.0.9", false);
  EXPECT_TRUE(admission.admitted);
  EXPECT_EQ(admission.evicted, ids[2]);
  EXPECT_EQ(table.size(), 4u);
}

TEST(ConnectionTable, ForgetsWhoHasGone) {
  ConnectionTable table{small()};
  const auto id = table.admit("10.0.0.1", false).admitted;
  table.admit("10.0.0.1", false);
  table.remove(*id);
  table.remove(*id);
  EXPECT_EQ(table.size(), 1u);
  EXPECT_TRUE(table.admit("10.0.0.1", false).admitted);
  EXPECT_FALSE(table.evict_idle()) << "all are busy";
}

}  // namespace
}  // namespace isocenter::web
