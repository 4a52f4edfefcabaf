#pragma once

#include <map>
#include <vector>

#include "collector/statement/correction.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::report {

/// What people corrected, in the order of the log. Throws sqlite::StoreError.
std::map<DeviceName, std::vector<statement::Correction>> read_corrections(sqlite::Database& database);

/// Of one device.
std::vector<statement::Correction> read_corrections(const DeviceName& device, sqlite::Database& database);

}  // namespace isocenter::report
