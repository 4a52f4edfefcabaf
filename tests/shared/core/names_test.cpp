#include "shared/core/names.hpp"

#include <gtest/gtest.h>

#include <unordered_set>

namespace isocenter {
namespace {

TEST(Name, IsOneTo32OfLowerCaseDigitsAndHyphen) {
  for (const char* text : {"a", "ct1", "agent-ct1", "-", "0", "abcdefghijklmnopqrstuvwxyz012345"}) {
    ASSERT_TRUE(NodeName::parse(text)) << text;
    EXPECT_EQ(NodeName::parse(text)->text(), text);
  }
}

TEST(Name, RefusesAnythingElse) {
  const std::string with_nul{"ct\0", 3};
  for (const std::string& text :
       {std::string{}, std::string{"CT1"}, std::string{"ct 1"}, std::string{"ct/1"}, std::string{"+"}, std::string{"#"},
        std::string{"ct_1"}, std::string{"é"}, std::string(33, 'a'), with_nul}) {
    const Result<DeviceName> name = DeviceName::parse(text);
    ASSERT_FALSE(name) << text;
    EXPECT_EQ(name.error().kind, ErrorKind::invalid) << text;
    EXPECT_NE(name.error().what.find("device"), std::string::npos) << name.error().what;
  }
}

TEST(Name, SortsAndHashesByItsText) {
  const SiteName a = *SiteName::parse("a");
  const SiteName b = *SiteName::parse("b");
  EXPECT_LT(a, b);
  const std::unordered_set<SiteName> sites{a, b, a};
  EXPECT_EQ(sites.size(), 2u);
}

TEST(Name, OfTheCollectorsOwnNodeIsCollector) { EXPECT_EQ(collector_node().text(), "collector"); }

TEST(Error, SaysPlaceAndMend) {
  EXPECT_EQ(to_string(Error{ErrorKind::invalid, "site", "is empty"}), "site: is empty");
  EXPECT_EQ(to_string(Error{ErrorKind::invalid, "", "is empty"}), "is empty");
  EXPECT_EQ(word(ErrorKind::not_allowed), "not_allowed");
}

}  // namespace
}  // namespace isocenter
