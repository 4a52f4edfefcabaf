#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "collector/state/log_row.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::collector {

/// A row of the log as the rules see it, with its place in the store.
struct StoredRow {
  std::int64_t id = 0;
  LogRow row;
};

/// What `read_stored_rows` reads of the table event, as `e`: a query goes on with WHERE.
inline constexpr std::string_view select_stored_rows =
    "SELECT e.id, n.name, p.epoch, e.seq, e.born_epoch, e.born_seq, e.born_digest, e.t, e.when_ms, e.received, "
    "e.bytes, e.digest "
    "FROM event e JOIN epoch p ON p.id = e.epoch JOIN node n ON n.id = p.node ";

/// All rows of a query with its values bound. Events of a store whose rules were wider are left out; `verify` counts
/// them.
std::vector<StoredRow> read_stored_rows(sqlite::Statement& query);

}  // namespace isocenter::collector
