#pragma once

#include <string>
#include <string_view>

#include "collector/web/message.hpp"

namespace isocenter::web {

/// An error as RFC 9457 tells it: `name` is the stable last part of `type`, `detail` says how to mend it.
/// Neither may hold more of the request than its path and the parameter that is wrong.
Response problem(int status, std::string_view name, std::string_view detail, std::string_view instance = {});

/// The status's words, e.g. "Not Found" (RFC 9110, section 15).
std::string_view reason_phrase(int status);

}  // namespace isocenter::web
