#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "shared/config/config.hpp"
#include "shared/core/event.hpp"

namespace isocenter::config {

/// Reads "07:00-19:00", local wall time, as a span that begins on `weekday` (1 Monday … 7 Sunday). "22:00-06:00" ends
/// on the next day, "00:00-24:00" at midnight, equal ends are 24 hours. ErrorKind::invalid says the form.
Result<LocalSpan> parse_local_span(int weekday, std::string_view text);

/// Hours by day as they are written everywhere, e.g. `hours.mon = ["07:00-19:00"]`, sorted; an absent day has none.
std::vector<LocalSpan> read_spans(std::optional<Table> table);

/// 1 to 7 of "mon" … "sun"; 0 for any other word.
int weekday_number(std::string_view word);

}  // namespace isocenter::config
