#pragma once

#include <string>
#include <string_view>

#include "collector/web/message.hpp"
#include "shared/core/result.hpp"

namespace isocenter::web {

/// A request's target (RFC 9112, section 3.2), origin or absolute form, taken apart.
struct Target {
  std::string path;
  Parameters parameters;
};

/// ErrorKind::malformed where an escape is broken, a control character hides in it, or it is no path. "+" stays "+":
/// no parameter here has spaces, and times have offsets.
Result<Target> parse_target(std::string_view text);

/// `text` as it may stand in a query.
std::string percent_encode(std::string_view text);

}  // namespace isocenter::web
