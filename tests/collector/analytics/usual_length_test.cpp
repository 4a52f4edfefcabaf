#include "collector/analytics/usual_length.hpp"

#include <gtest/gtest.h>

namespace isocenter::analytics {
namespace {

using namespace std::chrono_literals;

std::vector<Milliseconds> minutes(std::initializer_list<int> values) {
  std::vector<Milliseconds> lengths;
  for (const int value : values) lengths.emplace_back(std::chrono::minutes{value});
  return lengths;
}

// The example of nearest-rank percentiles that text books use: 15, 20, 35, 40, 50.
TEST(NearestRank, TakesTheSmallestValueThatCoversTheShare) {
  const auto values = minutes({15, 20, 35, 40, 50});
  EXPECT_EQ(nearest_rank(values, 5), 15min);
  EXPECT_EQ(nearest_rank(values, 30), 20min);
  EXPECT_EQ(nearest_rank(values, 40), 20min);
  EXPECT_EQ(nearest_rank(values, 50), 35min);
  EXPECT_EQ(nearest_rank(values, 100), 50min);
}

TEST(UsualLength, IsNothingUnderTenExams) {
  EXPECT_EQ(usual_length(minutes({1, 2, 3, 4, 5, 6, 7, 8, 9})), std::nullopt);
}

TEST(UsualLength, OfTenExamsIsTheFifthAndTheNinth) {
  EXPECT_EQ(usual_length(minutes({10, 9, 8, 7, 6, 5, 4, 3, 2, 1})), (UsualLength{5min, 9min, 10}));
}

TEST(UsualLength, HeedsTheFiftyCompletedLast) {
  std::vector<Milliseconds> newest_first;
  for (int i = 1; i <= 50; ++i) newest_first.emplace_back(std::chrono::minutes{i});
  for (int i = 0; i < 30; ++i) newest_first.emplace_back(std::chrono::hours{9});
  EXPECT_EQ(usual_length(newest_first), (UsualLength{25min, 45min, 50}));
}

}  // namespace
}  // namespace isocenter::analytics
