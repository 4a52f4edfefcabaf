#include "kiosk/model/make_strip.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/model/sayings.hpp"

namespace isocenter::kiosk {
namespace {

constexpr std::chrono::hours shift{6};  // shorter timelines have a grid of minutes
constexpr int most_lines = 15;

/// What lies between two lines of the grid.
std::chrono::minutes grid_step(Milliseconds length) {
  using std::chrono::minutes;
  if (length >= shift) return minutes{60};
  for (const minutes step : {minutes{1}, minutes{5}, minutes{15}}) {
    if (length / step < most_lines) return step;
  }
  return minutes{30};
}

std::vector<Instant> grid_of(Period window, const LocalTime& local) {
  const std::chrono::minutes step = grid_step(window.length());
  if (step == std::chrono::minutes{60}) return local.full_hours(window);
  std::vector<Instant> lines;
  for (Instant at = std::chrono::ceil<std::chrono::minutes>(window.from); at <= window.to;
       at += std::chrono::minutes{1}) {
    if (at.time_since_epoch() % step == Milliseconds{0}) lines.push_back(at);
  }
  return lines;
}

/// What a snapshot says should neither overlap nor turn back; what it draws must not.
std::vector<StripBlock> blocks_of(std::vector<wire::DeviceSnapshot::Interval> intervals, Period seen, bool running) {
  std::stable_sort(intervals.begin(), intervals.end(),
                   [](const auto& one, const auto& other) { return one.from < other.from; });
  std::vector<StripBlock> blocks;
  Instant free_from = seen.from;
  for (const auto& interval : intervals) {
    const auto period = overlap({interval.from, interval.to.value_or(end_of_time)}, {free_from, seen.to});
    if (!period) continue;
    blocks.push_back({interval.state, *period, running && !interval.to});
    free_from = period->to;
  }
  return blocks;
}

}  // namespace

std::chrono::seconds strip_step(Milliseconds length) {
  using std::chrono::seconds;
  return std::clamp(std::chrono::floor<seconds>(length / 720), seconds{1}, seconds{60});
}

Instant whole_step(Instant instant, Milliseconds length) {
  return instant - instant.time_since_epoch() % strip_step(length);
}

Period strip_window(Instant now, Milliseconds length) {
  const Instant middle = whole_step(now, length);
  return {middle - length * 2 / 3, middle + length / 3};
}

Strip make_strip(const wire::DeviceSnapshot& snapshot, Period window, Instant now, Instant known,
                 const LocalTime& local) {
  const bool confirmed = known >= now;
  Strip strip{.window = window,
              .now = whole_step(now, window.length()),
              .known = whole_step(std::min(known, now), window.length()),
              .blocks = {},
              .grid = grid_of(window, local),
              .expected_end = std::nullopt};
  strip.blocks = blocks_of(snapshot.intervals, {window.from, std::min(strip.known, window.to)}, confirmed);
  const auto usual = usual_of(snapshot.exam);
  if (confirmed && usual) {
    const Instant end = snapshot.exam->started + usual->p50;
    if (end > now && end < window.to) strip.expected_end = end;
  }
  return strip;
}

std::vector<std::string> grid_labels(const Strip& strip, const LocalTime& local) {
  const std::chrono::minutes step = grid_step(strip.window.length());
  std::vector<std::string> labels;
  for (const Instant at : strip.grid) {
    if (step == std::chrono::minutes{60}) {
      const int hour = local.hour(at);
      labels.push_back(hour % 2 == 0 ? fmt::format("{:02}", hour) : "");
    } else {
      labels.push_back(at.time_since_epoch() % (step * 3) == Milliseconds{0} ? local.hours_minutes(at) : "");
    }
  }
  return labels;
}

}  // namespace isocenter::kiosk
