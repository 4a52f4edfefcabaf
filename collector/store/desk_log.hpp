#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "collector/state/log_row.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::collector {

/// The types of shared/core/desk_event.hpp as SQL, word for word as the partial indexes of 0003_desk.sql have them.
inline constexpr std::string_view desk_types =
    "'contract.loaded', 'contract.removed', 'interval.corrected', 'statement.page', 'statement.issued', "
    "'claim.claimed', 'claim.answered', 'claim.paid', 'user.changed', 'session.opened', 'session.ended', "
    "'access.refused'";

/// An event with its place in the log and in its node's digest chain.
struct PlacedEvent {
  std::int64_t log_row = 0;  ///< in the order of commit
  EventId id;
  Digest digest;  ///< of the chain, after it
  Instant when;   ///< on the collector's clock
  NewEvent event;
};

/// The stored events of one type of the desk, in the order of commit. Throws sqlite::StoreError.
std::vector<PlacedEvent> desk_events(sqlite::Database& database, std::string_view type);

}  // namespace isocenter::collector
