#include "collector/ingest/clock_difference.hpp"

namespace isocenter::collector {

void ClockDifference::note(Instant received, Milliseconds difference) {
  while (!least_.empty() && least_.back().difference >= difference) least_.pop_back();
  least_.push_back({received, difference});
  while (least_.front().received < received - std::chrono::hours{1}) least_.pop_front();
}

std::optional<Milliseconds> ClockDifference::least() const {
  if (least_.empty()) return std::nullopt;
  return least_.front().difference;
}

Milliseconds ClockDifference::shift() const {
  const Milliseconds least_difference = least().value_or(Milliseconds{0});
  return std::chrono::abs(least_difference) < std::chrono::seconds{2} ? Milliseconds{0} : least_difference;
}

}  // namespace isocenter::collector
