#pragma once

#include <string_view>

#include "shared/core/event.hpp"

namespace isocenter::collector {

/// Reads "07:00-19:00", local wall time, as a span that begins on `weekday` (1 Monday … 7 Sunday). "22:00-06:00" ends
/// on the next day, "00:00-24:00" at midnight, equal ends are 24 hours. ErrorKind::invalid says the form.
Result<LocalSpan> parse_local_span(int weekday, std::string_view text);

/// 1 to 7 of "mon" … "sun"; 0 for any other word.
int weekday_number(std::string_view word);

}  // namespace isocenter::collector
