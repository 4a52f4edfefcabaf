#include "shared/process/clocks.hpp"

#include <sys/timex.h>
#include <time.h>

namespace isocenter::process {
namespace {

std::chrono::nanoseconds read_clock(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

bool is_synchronised() {
  timex state{};  // modes 0: only asks
  return adjtimex(&state) != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

}  // namespace

ClockReading read_clocks() {
  const auto monotonic = read_clock(CLOCK_MONOTONIC);
  const auto since_boot = read_clock(CLOCK_BOOTTIME);
  const auto raw = read_clock(CLOCK_MONOTONIC_RAW);
  return ClockReading{
      .wall = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()),
      .monotonic = std::chrono::steady_clock::time_point{monotonic},
      .since_boot = since_boot,
      .undisciplined = raw + (since_boot - monotonic),
      .synchronised = is_synchronised(),
  };
}

}  // namespace isocenter::process
