#include "shared/process/clock_watch.hpp"

namespace isocenter::process {
namespace {

using std::chrono::nanoseconds;

constexpr nanoseconds longest_turn = std::chrono::seconds{5};
constexpr nanoseconds smallest_step = std::chrono::seconds{1};
constexpr nanoseconds window = std::chrono::minutes{1};

/// What a good clock may drift against the raw oscillator (200 ppm) beyond the minute that is looked at; matters only
/// after a long pause, where no younger reading is to be had.
nanoseconds allowance(nanoseconds apart) { return apart > window ? apart / 5000 : nanoseconds{0}; }

}  // namespace

ClockWatch::Seen ClockWatch::observe(const ClockReading& now) {
  Seen seen;
  if (before_) seen.paused = find_pause(now);
  seen.stepped = find_step(now);
  before_ = now;
  return seen;
}

std::optional<NodePaused> ClockWatch::find_pause(const ClockReading& now) const {
  const nanoseconds apart = now.since_boot - before_->since_boot;
  if (apart <= longest_turn) return std::nullopt;
  return NodePaused{before_->wall, before_->wall + std::chrono::duration_cast<Milliseconds>(apart)};
}

std::optional<ClockStepped> ClockWatch::find_step(const ClockReading& now) {
  const Offset present{now.undisciplined, nanoseconds{now.wall.time_since_epoch()} - now.undisciplined};
  while (last_minute_.size() > 1 && present.at - last_minute_.front().at > window) last_minute_.pop_front();

  std::optional<ClockStepped> stepped;
  if (!last_minute_.empty()) {
    const nanoseconds parted = present.offset - last_minute_.front().offset;
    if (std::chrono::abs(parted) > smallest_step + allowance(present.at - last_minute_.front().at)) {
      stepped = ClockStepped{std::chrono::round<Milliseconds>(parted)};
      last_minute_.clear();
    }
  }
  last_minute_.push_back(present);
  return stepped;
}

}  // namespace isocenter::process
