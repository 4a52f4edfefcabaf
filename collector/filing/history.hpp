#pragma once

#include "collector/statement/account.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::filing {

/// What an account of `window` under `terms` needs to know of a device: intervals that touch the window, with whole
/// stretches of down at both ends, the faults open in it, and all corrections. Nothing after `known_until`.
/// Throws sqlite::StoreError.
statement::History read_history(const DeviceName& device, const contract::Contract& terms, Period window,
                                std::vector<statement::Correction> corrections, Instant known_until,
                                sqlite::Database& database);

}  // namespace isocenter::filing
