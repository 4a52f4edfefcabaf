#include "tests/simulator/mess.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/simulator/department.hpp"

namespace isocenter::simulator {
namespace {

using namespace std::chrono_literals;

TEST(WithMess, DealsEachTwistToTheFirstExamOfADevice) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    std::set<Twist> first;
    for (const SimulatedDevice& device : with_mess(department(), seed)) {
      if (!device.closed) first.insert(twist_of(device.habits, 0));
    }
    EXPECT_EQ(first.size(), 8u) << seed;
  }
}

TEST(WithMess, GivesADeviceEachTwistInTurn) {
  const std::vector<SimulatedDevice> devices = with_mess(department(), 7);
  std::set<Twist> dealt;
  for (std::size_t exam = 0; exam < 8; ++exam) dealt.insert(twist_of(devices.front().habits, exam));
  EXPECT_EQ(dealt.size(), 8u);
  EXPECT_EQ(twist_of(devices.front().habits, 8), twist_of(devices.front().habits, 0));
}

TEST(WithMess, SetsClocksAheadAndBehindByMinutes) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    int ahead = 0, behind = 0;
    for (const SimulatedDevice& device : with_mess(department(), seed)) {
      const Milliseconds clock = device.habits.clock;
      EXPECT_TRUE(clock == 0ms || (std::chrono::abs(clock) >= 1min && std::chrono::abs(clock) <= 9min));
      ahead += clock > 0ms ? 1 : 0;
      behind += clock < 0ms ? 1 : 0;
    }
    EXPECT_GT(ahead + behind, 0) << seed;
  }
}

TEST(WithMess, SharesATitleOnlyOnOneAgent) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    std::map<std::string, std::set<std::string>> agents, devices;
    for (const SimulatedDevice& device : with_mess(department(), seed)) {
      if (device.habits.shared_ae_title.empty()) continue;
      EXPECT_FALSE(device.closed);
      EXPECT_EQ(device.calling_title(), device.habits.shared_ae_title);
      agents[device.habits.shared_ae_title].insert(device.agent);
      devices[device.habits.shared_ae_title].insert(device.name);
    }
    ASSERT_EQ(agents.size(), 2u);
    for (const auto& [title, names] : agents) EXPECT_EQ(names.size(), 1u) << title;
    for (const auto& [title, names] : devices) EXPECT_EQ(names.size(), 2u) << title;
  }
}

TEST(WithMess, DrawsTheSameFromTheSameSeed) {
  const auto clocks = [](std::uint64_t seed) {
    std::vector<Milliseconds> found;
    for (const SimulatedDevice& device : with_mess(department(), seed)) found.push_back(device.habits.clock);
    return found;
  };
  EXPECT_EQ(clocks(3), clocks(3));
  EXPECT_NE(clocks(3), clocks(4));
}

TEST(TwistOf, IsNothingOnACalmDay) {
  for (const SimulatedDevice& device : department()) {
    for (std::size_t exam = 0; exam < 20; ++exam) EXPECT_EQ(twist_of(device.habits, exam), Twist::none);
    EXPECT_EQ(device.calling_title(), device.ae_title);
    EXPECT_EQ(device.habits.clock, 0ms);
  }
}

}  // namespace
}  // namespace isocenter::simulator
