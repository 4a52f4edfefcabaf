#pragma once

#include <ctime>
#include <string>

namespace isocenter::web {

/// "Tue, 24 Nov 2026 14:40:04 GMT" (RFC 9110, section 5.6.7), whatever the locale.
std::string http_date(std::time_t time);

}  // namespace isocenter::web
