#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "collector/chain_walk.hpp"
#include "collector/store/store.hpp"

namespace isocenter::collector {

struct ChainReport {
  std::uint64_t chains = 0;
  std::uint64_t rows = 0;
  std::vector<ChainFault> faults;  ///< the first of each chain
};

/// What is derived, beside what the log says.
struct DerivedReport {
  std::optional<Digest> held;  ///< as state_digest; nothing: nothing is derived yet
  std::vector<DeviceName> different;
};

/// Compares them device by device. Throws StoreError where the file cannot be read.
DerivedReport verify_derived(Store& store);

/// Walks every node's chain: numbers run on, each digest follows from the one before and the bytes, what stands beside
/// the bytes agrees with them, and the end is the one remembered. Each chain at a moment of its own: one
/// that lasted as long as the whole would hold up the checkpoints of a store that `serve` writes to. Throws StoreError
/// where the file cannot be read.
ChainReport verify_chains(sqlite::Database& database);

}  // namespace isocenter::collector
