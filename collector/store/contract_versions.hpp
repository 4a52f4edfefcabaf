#pragma once

#include <vector>

#include "collector/contract/contract.hpp"
#include "collector/store/desk_log.hpp"

namespace isocenter::collector {

/// The terms of a contract from the moment they were loaded until the next version was.
struct ContractVersion {
  contract::Contract terms;
  int version = 1;  ///< counts how often the contract's terms changed
  Digest digest;    ///< of the terms
  PlacedEvent loaded;
  bool in_force = false;  ///< the newest of its contract, and the contract still stands in the file
};

/// All versions the log holds, in the order they were loaded. One that this program cannot read is left out. Throws
/// sqlite::StoreError.
std::vector<ContractVersion> contract_versions(sqlite::Database& database);

/// What must be said so that just `contracts` are in force: nothing where they are.
std::vector<NewEvent> contract_changes(const std::vector<ContractVersion>& versions,
                                       const std::vector<contract::Contract>& contracts, Instant now);

}  // namespace isocenter::collector
