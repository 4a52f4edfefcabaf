#pragma once

#include <span>
#include <string>
#include <vector>

#include "collector/chain_walk.hpp"
#include "collector/state/log_row.hpp"

namespace isocenter::collector {

/// "node/epoch/number", as statements print it.
std::string to_string(const EventId& id);

/// An event of the log up to which its node's chain holds.
struct EventProof {
  EventId id;
  std::uint64_t last = 0;  ///< its number; of a gap the last number it stands for
  Fate fate = Fate::stored;
  std::int64_t log_row = 0;
  Digest digest;  ///< the chain's after it
  std::string type, device, why;
  Instant when;  ///< on the collector's clock
  /// Numbers before it whose bytes are not in the log (gaps, rejected, repeated): behind each the chain goes on from
  /// the digest that came with it, and is not reckoned.
  std::uint64_t not_here = 0;
  ChainHead head;  ///< where the chain is remembered to end
};

/// Finds each of `events` and walks its node's chain from number 1 up to and including it, reading nothing that
/// comes later; each chain once. In the order asked for. An error names the event and the mend: where there is no such
/// event, where its bytes never came, where the chain is broken before or at it. Throws StoreError.
std::vector<Result<EventProof>> prove_events(sqlite::Database& database, std::span<const EventId> events);

}  // namespace isocenter::collector
