#include "kiosk/model/make_strip.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/model/sayings.hpp"

namespace isocenter::kiosk {
namespace {

constexpr int label_share = 16;  // of a timeline: two digits beside the pointer, 45 minutes of twelve hours

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
    const bool is_free = std::chrono::abs(at - whole_step(now, window.length())) >= window.length() / label_share;
    labels.push_back(hour % 2 == 0 && is_free ? fmt::format("{:02}", hour) : "");
  }
  return labels;
}

}  // namespace isocenter::kiosk
