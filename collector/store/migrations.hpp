#pragma once

#include <string>
#include <vector>

#include "shared/sqlite/database.hpp"

namespace isocenter::collector {

/// The SQL of migrations/*.sql in order; the first makes version 1.
const std::vector<std::string>& migrations();

/// Brings the store through `steps` to the newest version, each step in a transaction. An existing store of an older
/// version is first copied to "PATH.before-VERSION". Throws sqlite::StoreError for a store of a newer program or a
/// foreign file.
void migrate(sqlite::Database& database, const std::vector<std::string>& steps = migrations());

}  // namespace isocenter::collector
