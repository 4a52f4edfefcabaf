#include "kiosk/model/make_strip.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/model/sayings.hpp"

namespace isocenter::kiosk {
namespace {

constexpr std::chrono::minutes label_distance{45};  // two digits beside the pointer on a twelve-hour strip

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

Instant whole_minute(Instant instant) { return std::chrono::floor<std::chrono::minutes>(instant); }

Strip make_strip(const wire::DeviceSnapshot& snapshot, Period window, Instant now, Instant known,
                 const LocalTime& local) {
  const bool confirmed = known >= now;
  Strip strip{.window = window,
              .now = whole_minute(now),
              .known = whole_minute(std::min(known, now)),
              .blocks = {},
              .hours = local.full_hours(window),
              .expected_end = std::nullopt};
  strip.blocks = blocks_of(snapshot.intervals, {window.from, std::min(strip.known, window.to)}, confirmed);
  const auto usual = usual_of(snapshot.exam);
  if (confirmed && usual) {
    const Instant end = snapshot.exam->started + usual->p50;
    if (end > now && end < window.to) strip.expected_end = end;
  }
  return strip;
}

std::vector<std::string> hour_labels(Period window, Instant now, const LocalTime& local) {
  std::vector<std::string> labels;
  for (const Instant at : local.full_hours(window)) {
    const int hour = local.hour(at);
    const bool is_free = std::chrono::abs(at - now) >= label_distance;
    labels.push_back(hour % 2 == 0 && is_free ? fmt::format("{:02}", hour) : "");
  }
  return labels;
}

}  // namespace isocenter::kiosk
