#include "collector/access/person.hpp"

#include <gtest/gtest.h>

namespace isocenter::access {
namespace {

TEST(UserName, IsShortAndPlain) {
  for (const char* good : {"a", "ann", "ann.smith", "ann_smith-2", "0scar", "abcdefghijklmnopqrstuvwxyz012345"}) {
    EXPECT_EQ(parse_user_name(good).value(), good);
  }
  for (const char* bad : {"", "Ann", ".ann", "-ann", "ann smith", "änn", "ann\n", "a/b", "collector",
                          "isocenter-collector", "abcdefghijklmnopqrstuvwxyz0123456"}) {
    EXPECT_FALSE(parse_user_name(bad)) << bad;
  }
}

TEST(ParseRole, KnowsTheFour) {
  for (const Role role : roles) EXPECT_EQ(parse_role(word(role)).value(), role);
  const auto other = parse_role("root");
  ASSERT_FALSE(other);
  EXPECT_NE(other.error().what.find("technologist, biomed, director, administrator"), std::string::npos);
}

}  // namespace
}  // namespace isocenter::access
