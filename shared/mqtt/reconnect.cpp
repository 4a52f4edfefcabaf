#include "shared/mqtt/reconnect.hpp"

#include <algorithm>

namespace isocenter::mqtt {
namespace {

using namespace std::chrono_literals;

constexpr Reconnect::Duration first_base = 1s;
constexpr Reconnect::Duration longest_base = 30s;  // with jitter up to 60 s

}  // namespace

Reconnect::Duration Reconnect::after_failure(double jitter) {
  failed_ = true;
  short_lives_ = 0;
  return next_delay(jitter);
}

Reconnect::Duration Reconnect::after_loss(Duration lived, double jitter) {
  // Twins that hold back leave each other up to a minute.
  const Duration short_life = short_lives_ >= 3 ? Duration{2min} : Duration{30s};
  short_lives_ = failed_ || lived >= short_life ? 0 : short_lives_ + 1;
  failed_ = false;
  if (short_lives_ < 3) base_ = first_base;
  return next_delay(jitter);
}

Reconnect::Duration Reconnect::next_delay(double jitter) {
  const auto delay = std::chrono::duration_cast<Duration>(base_ * (1.0 + jitter));
  base_ = std::min(base_ * 2, longest_base);
  return delay;
}

}  // namespace isocenter::mqtt
