#include "shared/process/clock_watch.hpp"

#include <gtest/gtest.h>

#include "shared/process/clocks.hpp"

namespace isocenter::process {
namespace {

using namespace std::chrono_literals;

/// A machine whose clocks a test moves.
struct Machine {
  ClockReading clocks{.wall = from_unix_ms(1'795'000'000'000), .monotonic = {}, .since_boot = 1h, .undisciplined = 1h};
  ClockWatch watch;

  ClockWatch::Seen after(std::chrono::milliseconds time, std::chrono::milliseconds wall_runs_off = 0ms) {
    clocks.wall += time + wall_runs_off;
    clocks.since_boot += time;
    clocks.undisciplined += time;
    return watch.observe(clocks);
  }
};

TEST(ClockWatch, SeesNothingInAnOrdinaryHour) {
  Machine machine;
  for (int i = 0; i < 3600; ++i) {
    const auto seen = machine.after(1s);
    ASSERT_FALSE(seen.paused || seen.stepped);
  }
}

TEST(ClockWatch, TellsAPauseFromTheLastTurnToThisOne) {
  Machine machine;
  machine.after(1s);
  const Instant before = machine.clocks.wall;
  EXPECT_FALSE(machine.after(5s).paused);
  const auto seen = machine.after(5001ms);
  EXPECT_EQ(seen.paused, (NodePaused{before + 5s, before + 5s + 5001ms}));
  EXPECT_FALSE(seen.stepped);
}

TEST(ClockWatch, TellsAStepBothWays) {
  Machine machine;
  machine.after(1s);
  EXPECT_FALSE(machine.after(1s, 1000ms).stepped);
  EXPECT_EQ(machine.after(1s, 1ms).stepped, ClockStepped{1001ms});
  EXPECT_FALSE(machine.after(1s).stepped);
  EXPECT_EQ(machine.after(1s, -1h).stepped, ClockStepped{-1h});
}

TEST(ClockWatch, SlewingIsNoStep) {
  Machine machine;
  for (int i = 0; i < 3600; ++i) ASSERT_FALSE(machine.after(1s, i % 2 == 0 ? 1ms : 0ms).stepped) << i;  // 500 ppm
}

TEST(ClockWatch, SmallStepsThatAddUpWithinAMinuteAreOne) {
  Machine machine;
  machine.after(1s);
  machine.after(10s, 600ms);
  EXPECT_EQ(machine.after(10s, 600ms).stepped, ClockStepped{1200ms});
}

TEST(ClockWatch, APauseInWhichTheClockWasSetIsBoth) {
  Machine machine;
  machine.after(1s);
  const Instant before = machine.clocks.wall;
  const auto seen = machine.after(10min, -30min);
  EXPECT_EQ(seen.paused, (NodePaused{before, before + 10min}));
  EXPECT_EQ(seen.stepped, ClockStepped{-30min});
}

TEST(ClockWatch, ALongPauseAllowsTheRawClockItsDrift) {
  Machine machine;
  machine.after(1s);
  EXPECT_FALSE(machine.after(3h, 1100ms).stepped);
}

TEST(ReadClocks, GivesClocksThatRunTogether) {
  const ClockReading first = read_clocks();
  const ClockReading second = read_clocks();
  EXPECT_LE(first.since_boot, second.since_boot);
  EXPECT_LE(first.undisciplined, second.undisciplined);
  EXPECT_LE(first.monotonic, second.monotonic);
  EXPECT_GT(to_unix_ms(first.wall), 1'700'000'000'000);
}

}  // namespace
}  // namespace isocenter::process
