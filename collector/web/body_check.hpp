#pragma once

#include <string_view>
#include <vector>

#include "collector/web/route.hpp"
#include "shared/core/result.hpp"

namespace isocenter::web {

/// Whether `body` is a JSON object (RFC 8259) of these members: none unknown, twice, missing, of another type or with a
/// value that is no choice; null counts as left out. At most 8 deep. The error names the member, never its value.
Result<void> check_body(const std::vector<Member>& members, std::string_view body);

}  // namespace isocenter::web
