#pragma once

#include <span>
#include <vector>

#include "collector/state/log_row.hpp"

namespace isocenter::collector {

/// Rows in order, each once.
using Rows = std::vector<const LogRow*>;

/// The rows before `now` in their one order, doubled ones once.
Rows in_order(std::span<const LogRow> rows, Instant now);

/// How old an event may be that its own node withdraws (event.withdrawn), on that node's clock.
inline constexpr std::chrono::seconds undo_for{60};
/// And how far apart the two may lie on the collector's clock, whose difference may have been judged anew in between.
inline constexpr std::chrono::seconds undo_apart{120};

/// Those of `rows` that count: without what its node has withdrawn, and without the withdrawals. What concerns no
/// device cannot be withdrawn, nor can a withdrawal.
Rows without_withdrawn(const Rows& rows);

/// The row's body where it is a `Body`, else null.
template <typename Body>
const Body* body_as(const LogRow* row) {
  return std::get_if<Body>(&row->body);
}

}  // namespace isocenter::collector
