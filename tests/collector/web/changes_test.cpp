#include "collector/web/changes.hpp"

#include <gtest/gtest.h>

namespace isocenter::web {
namespace {

const DeviceName ct1 = DeviceName::parse("ct1").value(), mr1 = DeviceName::parse("mr1").value();

TEST(Changes, AreToldOnceEachFromWhereOneStands) {
  Changes changes;
  const std::uint64_t start = changes.latest();
  EXPECT_TRUE(changes.since(start).empty());
  changes.note(std::vector{ct1}, false);
  changes.note(std::vector{mr1, ct1}, false);
  const auto news = changes.since(start);
  EXPECT_EQ(news.devices, (std::vector{ct1, mr1}));
  EXPECT_FALSE(news.desk);
  EXPECT_TRUE(changes.since(news.up_to).empty());
  changes.note({}, true);
  EXPECT_NE(changes.latest(), news.up_to);
  EXPECT_TRUE(changes.since(news.up_to).devices.empty());
  EXPECT_TRUE(changes.since(news.up_to).desk);
}

TEST(Changes, OfNothingAreNone) {
  Changes changes;
  changes.note({}, false);
  EXPECT_EQ(changes.latest(), 0u);
}

}  // namespace
}  // namespace isocenter::web
