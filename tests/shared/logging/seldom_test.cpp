#include "shared/logging/seldom.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace isocenter::logging {
namespace {

using namespace std::chrono_literals;

class SeldomLogTest : public testing::Test {
 protected:
  std::vector<std::string> said_;
  SeldomLog log_{[this](const std::string& line) { said_.push_back(line); }};
  SeldomLog::Clock::time_point now_{24h};
};

TEST_F(SeldomLogTest, SaysEachKindOnceThenItsCountEachHour) {
  for (int i = 0; i < 1000; ++i) {
    log_.note("a", now_);
    log_.note("b", now_ + 1min);
  }
  EXPECT_EQ(said_, (std::vector<std::string>{"a", "b"}));
  log_.note("a", now_ + 1h);
  log_.note("a", now_ + 2h - 1ms);
  log_.note("a", now_ + 2h);
  EXPECT_EQ(said_, (std::vector<std::string>{"a", "b", "a (1000 times more)", "a (2 times more)"}));
}

TEST_F(SeldomLogTest, ManyKindsCountAsOneInTheEnd) {
  for (int i = 0; i < 5000; ++i) log_.note(std::to_string(i), now_);
  EXPECT_EQ(said_.size(), SeldomLog::most_kinds + 1);
  log_.note("0", now_ + 1h);
  EXPECT_EQ(said_.back(), "0 (1 times more)");
}

}  // namespace
}  // namespace isocenter::logging
