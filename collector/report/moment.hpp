#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/result.hpp"
#include "shared/core/time.hpp"

namespace isocenter::report {

/// "2026-11-24", a day that exists, of the years 1970 to 9998; nothing for any other text.
std::optional<std::chrono::year_month_day> parse_date(std::string_view text);

enum class Edge { from, to };

/// Reads RFC 3339 or a local date "2026-11-24" in `zone` (IANA): as `from` the day's first instant, as `to` its end, so
/// that from and to of one date are that day, be it 23, 24 or 25 hours long.
/// ErrorKind::malformed for other text, ::unavailable where the zone is not known on this machine.
Result<Instant> parse_moment(std::string_view text, const std::string& zone, Edge edge);

}  // namespace isocenter::report
