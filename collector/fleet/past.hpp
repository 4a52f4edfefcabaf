#pragma once

#include "collector/contract/projection.hpp"
#include "collector/statement/correction.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::fleet {

/// What a projection of `terms` needs to know of a device, in the corrected reading: all that may have cost time from
/// `from` to `known_until`, whole stretches of down at its begin, and `ready` in between for whatever costs nothing.
/// It says the same as a history read whole (filing::read_history) and reads a twentieth of it. `booked` is left empty.
/// Throws sqlite::StoreError.
contract::Past read_past(const DeviceName& device, const contract::Contract& terms, Instant from, Instant known_until,
                         const std::vector<statement::Correction>& corrections, sqlite::Database& database);

}  // namespace isocenter::fleet
