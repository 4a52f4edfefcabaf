#pragma once

#include <chrono>

namespace isocenter::mqtt {

/// Pure: when to try the broker again. Delays grow from 1 s to 60 s while it does not answer. They grow likewise where
/// it answers at the first try, but connections end soon after, again and again: then somebody else connects under our
/// client id, and twins must not chase each other. (A broker that is restarted a few times in a row looks alike; that
/// costs seconds.)
class Reconnect {
 public:
  using Duration = std::chrono::milliseconds;

  /// How long to wait after an attempt that failed. `jitter` is from [0, 1).
  Duration after_failure(double jitter);
  /// How long to wait after a connection was lost that had lived so long.
  Duration after_loss(Duration lived, double jitter);
  /// Whether it looks as if another program used our client id.
  bool is_taken_over() const { return short_lives_ >= 5; }

 private:
  Duration next_delay(double jitter);

  Duration base_{1000};
  int short_lives_ = 0;  ///< in a row, each reached at the first attempt
  bool failed_ = false;  ///< an attempt failed since the last loss
};

}  // namespace isocenter::mqtt
