#pragma once

#include <string>

#include "shared/core/event.hpp"
#include "shared/core/time.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::fleet {

/// One device at `now`, as JSON: what it is and does, its faults of 90 days, its failures and repairs of 365, its exams
/// of the local day in `zone`. `contracts`: the fleet's rows of it, a JSON list. Throws sqlite::StoreError.
std::string device_answer(const ConfiguredDevice& device, const std::string& zone, const std::string& contracts,
                          Instant now, sqlite::Database& database);

}  // namespace isocenter::fleet
