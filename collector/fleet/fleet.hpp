#pragma once

#include <string>

#include "collector/report/request.hpp"
#include "shared/core/result.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::fleet {

/// The department against its contracts at the last commit, as JSON: a row for each device of each contract in force
/// whose period runs, with its projection, and the devices without one. ErrorKind::unavailable where a contract's zone
/// is not known on this machine. Throws sqlite::StoreError.
Result<std::string> fleet_answer(const report::Site& site, Instant now, sqlite::Database& database);

/// The rows of one device alone: a JSON list.
Result<std::string> contracts_answer(const DeviceName& device, const report::Site& site, Instant now,
                                     sqlite::Database& database);

}  // namespace isocenter::fleet
