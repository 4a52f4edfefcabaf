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
};

bool operator<(const LogRow& a, const LogRow& b);

}  // namespace isocenter::collector
