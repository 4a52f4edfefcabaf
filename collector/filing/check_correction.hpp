#pragma once

#include "collector/report/request.hpp"
#include "shared/core/event.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::filing {

/// Whether a correction says something that can be: of a known device, of the past that is worked out, with state and
/// cause where they belong, and something there that it can be said of. ErrorKind::invalid: `where` is the member,
/// `what` the mend. Throws sqlite::StoreError.
Result<void> check_correction(const NewEvent& event, const report::Site& site, sqlite::Database& database);

}  // namespace isocenter::filing
