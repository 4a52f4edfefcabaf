#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "collector/state/said_rows.hpp"

namespace isocenter::collector {

/// Brings what a modality's own clock says to the collector's (docs/kpi.md, "Two clocks"): `at` plus the least `t - at`
/// of the message itself and of the 20 messages before it that ended an exam on the device; nothing under 2 s; never
/// past the message. What delays a message only adds to `t - at`, so the least is the truest.
class SourceClock {
 public:
  explicit SourceClock(const Rows& said);

  /// Where `at`, said in `row`, lies on the collector's clock. `sibling`: a message of the same exam, whose `t - at`
  /// counts as well.
  Instant place(const LogRow& row, std::optional<Instant> at, std::optional<Milliseconds> sibling = {}) const;
  /// `t - at` of a message; nothing where `at` is not `heeded`.
  static std::optional<Milliseconds> lag(const LogRow& row, std::optional<Instant> at);
  /// The messages by which `row` is placed, and those by which one at `instant` would be.
  Rows messages_before(const LogRow& row) const;
  Rows messages_before(Instant instant) const;

 private:
  struct Message {
    const LogRow* row;
    Milliseconds lag;
  };
  /// Of `messages_`, [first, last).
  using Range = std::pair<std::size_t, std::size_t>;
  Range range_before(const LogRow& row) const;
  Rows rows_of(Range range) const;

  std::vector<Message> messages_;
};

}  // namespace isocenter::collector
