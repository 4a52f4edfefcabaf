#pragma once

#include <optional>

#include "collector/filing/drafts.hpp"
#include "collector/web/route.hpp"

namespace isocenter::web {

/// The period that `contract`, `device` and `period_from` of a request name. ErrorKind::invalid.
Result<filing::Wanted> asked_period(const Request& request);

/// The edition asked for; nothing: none. ErrorKind::invalid where it is no number above 0.
Result<std::optional<std::int64_t>> asked_edition(const Request& request);

/// These three, and `more`.
std::vector<Parameter> period_parameters(std::vector<Parameter> more);

}  // namespace isocenter::web
