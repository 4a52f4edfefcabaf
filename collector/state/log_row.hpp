#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shared/core/event.hpp"

namespace isocenter::collector {

/// Names an event for ever.
struct EventId {
  NodeName node;
  Epoch epoch;
  std::uint64_t seq = 0;
  auto operator<=>(const EventId&) const = default;
};

/// One event of the log as the rules see it. Rows are compared and sorted by (when, id): the one order of everything
/// that is derived, whatever order they came in.
struct LogRow {
  EventId id;
  std::optional<BirthName> was;
  Instant t;     ///< the node's own clock
  Instant when;  ///< `t` on the collector's clock; the receipt where `t` lies over a day ahead of it
  Instant received;
  std::optional<DeviceName> device;
  EventBody body;
  std::optional<Digest> digest{};  ///< the chain's after it; nothing: whoever reads it has compared what names it
};

bool operator<(const LogRow& a, const LogRow& b);

/// `time`, said by the row's node on its own clock, on the collector's.
constexpr Instant on_collector_clock(const LogRow& row, Instant time) { return time + (row.when - row.t); }

/// How far from the telling (`t`) a source may place what it tells of (`at`): what lies further ahead or behind only a
/// broken clock says, and is not heeded.
inline constexpr std::chrono::hours source_most_ahead{24};
inline constexpr std::chrono::hours source_most_behind{7 * 24};
std::optional<Instant> heeded(const LogRow& row, std::optional<Instant> at);

/// The earliest instant the row itself speaks of, on the collector's clock: a late "ended at", a node's last sign of
/// life, a device's last answer. Never after `row.when`. What began earlier (the exam, the fault, the row it withdraws)
/// it only names.
Instant speaks_from(const LogRow& row);

}  // namespace isocenter::collector
