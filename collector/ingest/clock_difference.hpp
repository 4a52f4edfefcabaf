#pragma once

#include <deque>
#include <optional>

#include "shared/core/time.hpp"

namespace isocenter::collector {

/// How far the clock of one epoch of a node is from the collector's: receipt - sent of its batches. The least is the
/// truest, since what a network adds is never negative; over an hour, and anew after the node's clock was set.
class ClockDifference {
 public:
  void note(Instant received, Milliseconds difference);
  /// Forgets all: the node's clock was set.
  void restart() { least_.clear(); }
  /// The least of the hour before the last note; nothing before the first.
  std::optional<Milliseconds> least() const;
  /// What brings the node's times to the collector's clock: the least difference, and nothing under 2 s.
  Milliseconds shift() const;

 private:
  struct Sample {
    Instant received;
    Milliseconds difference;
  };
  std::deque<Sample> least_;  ///< rising differences: the front is the least of the hour
};

}  // namespace isocenter::collector
