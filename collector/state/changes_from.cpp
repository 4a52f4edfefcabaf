#include <algorithm>

#include "collector/state/derive.hpp"
#include "collector/state/presence.hpp"

namespace isocenter::collector {
namespace {

bool is_withdrawn_by(const LogRow& row, const LogRow& by, const EventWithdrawn& withdrawn) {
  if (std::holds_alternative<EventWithdrawn>(row.body)) return false;
  if (row.id.node != by.id.node) return false;
  const bool by_name = row.id.epoch == withdrawn.epoch && row.id.seq == withdrawn.seq;
  return by_name || (row.was && row.was->epoch == withdrawn.epoch && row.was->seq == withdrawn.seq);
}

/// Whatever a node says while it counts as silent may fill the time since, and so may the next start of it: that tells
/// when the epoch before ended.
Instant fills_from(const LogRow& row, std::span<const LogRow> known) {
  Rows of_node;
  const NodeName& node = subject_node(row);
  for (const LogRow& other : known) {
    if (other.id != row.id && subject_node(other) == node) of_node.push_back(&other);
  }
  std::sort(of_node.begin(), of_node.end(), [](const LogRow* a, const LogRow* b) { return *a < *b; });
  return std::min(row.when, Presence{of_node}.uncertain_from(row));
}

/// What tells that the device answered, or that another node observes it, cuts the silences short that are said later.
Instant cuts_silence_from(const LogRow& row, std::span<const LogRow> known) {
  Instant earliest = row.when;
  for (const LogRow& other : known) {
    const auto* seen = std::get_if<DeviceObserved>(&other.body);
    if (seen != nullptr && !seen->reachable && row.when <= other.when)
      earliest = std::min(earliest, speaks_from(other));
  }
  return earliest;
}

Instant withdraws_from(const LogRow& row, const EventWithdrawn& withdrawn, std::span<const LogRow> known) {
  Instant earliest = row.when;
  for (const LogRow& other : known) {
    if (is_withdrawn_by(other, row, withdrawn)) earliest = std::min(earliest, changes_from(other, known));
  }
  return earliest;
}

}  // namespace

Instant changes_from(const LogRow& row, std::span<const LogRow> known) {
  const Instant spoken = speaks_from(row);
  if (const auto* withdrawn = std::get_if<EventWithdrawn>(&row.body)) return withdraws_from(row, *withdrawn, known);
  if (std::holds_alternative<ConfigurationLoaded>(row.body)) {
    const bool is_first = std::none_of(known.begin(), known.end(), [&](const LogRow& other) {
      return other < row && std::holds_alternative<ConfigurationLoaded>(other.body);
    });
    return is_first ? Instant{} : std::min(spoken, cuts_silence_from(row, known));
  }
  const Instant filled = std::min(spoken, fills_from(row, known));
  if (!std::holds_alternative<DeviceObserved>(row.body)) return filled;
  return std::min(filled, cuts_silence_from(row, known));
}

}  // namespace isocenter::collector
