#pragma once

#include <chrono>

namespace isocenter::mqtt {

/// Pure: when to try the broker again. Delays grow from 1 s to 60 s while it does not answer. Where it does answer at
/// the first try but connections end soon after, three times in a row, somebody else connects under our client id: then
/// half a minute or more lies between the attempts, so that twins do not chase each other.
class Reconnect {
 public:
  using Duration = std::chrono::milliseconds;

  /// How long to wait after an attempt that failed. `jitter` is from [0, 1).
  Duration after_failure(double jitter);
  /// How long to wait after a connection was lost that had lived so long.
  Duration after_loss(Duration lived, double jitter);
  /// Whether it looks as if another program used our client id.
  bool is_taken_over() const { return short_lives_ >= 3; }

 private:
  Duration next_delay(double jitter);

  Duration base_{1000};
  int short_lives_ = 0;  ///< in a row, each reached at the first attempt
  bool failed_ = false;  ///< an attempt failed since the last loss
};

}  // namespace isocenter::mqtt
