#include "collector/state/said_rows.hpp"

#include <gtest/gtest.h>

#include "tests/collector/state/story.hpp"

namespace isocenter::collector::testing {
namespace {

Digest digest_of(std::uint8_t byte) {
  Digest digest;
  digest.bytes[0] = byte;
  return digest;
}

/// A declaration and its withdrawal ten seconds later.
std::vector<LogRow> undone() {
  auto rows = Story{"08:00 kiosk declares down\n08:00:10 kiosk withdraws"}.rows;
  std::erase_if(rows, [](const LogRow& row) { return row.id.node == collector_node(); });
  return rows;
}

std::size_t said(const std::vector<LogRow>& rows) { return without_withdrawn(in_order(rows, end_of_time)).size(); }

TEST(Withdrawal, TakesBackWhatItNames) { EXPECT_EQ(said(undone()), 0U); }

TEST(Withdrawal, MustKnowTheDigest) {
  auto rows = undone();
  rows[0].digest = digest_of(1);
  EXPECT_EQ(said(rows), 1U);
  std::get<EventWithdrawn>(rows[1].body).digest = digest_of(1);
  EXPECT_EQ(said(rows), 0U);
}

TEST(Withdrawal, IsTheNodesOwn) {
  auto rows = undone();
  rows[1].id.node = node("kiosk-b");
  EXPECT_EQ(said(rows), 1U);
}

TEST(Withdrawal, IsCountedOnTheNodesClock) {
  auto rows = undone();
  rows[1].t = rows[0].t + std::chrono::seconds{60};
  EXPECT_EQ(said(rows), 0U);
  rows[1].t = rows[0].t + std::chrono::seconds{61};
  EXPECT_EQ(said(rows), 1U);
}

TEST(Withdrawal, DoesNotReachWhatConcernsNoDevice) {
  auto rows = undone();
  rows[0].device.reset();
  EXPECT_EQ(said(rows), 1U);
}

TEST(InOrder, LeavesOutWhatIsYetToCome) {
  const auto rows = undone();
  EXPECT_EQ(in_order(rows, clock_time("08:00:10")).size(), 1U);
}

}  // namespace
}  // namespace isocenter::collector::testing
