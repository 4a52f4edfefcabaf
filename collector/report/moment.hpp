#pragma once

#include <string>
#include <string_view>

#include "shared/core/result.hpp"
#include "shared/core/time.hpp"

namespace isocenter::report {

enum class Edge { from, to };

/// Reads RFC 3339 or a local date "2026-11-24" in `zone` (IANA): as `from` the day's first instant, as `to` its end, so
/// that from and to of one date are that day, be it 23, 24 or 25 hours long.
/// ErrorKind::malformed for other text, ::unavailable where the zone is not known on this machine.
Result<Instant> parse_moment(std::string_view text, const std::string& zone, Edge edge);

}  // namespace isocenter::report
