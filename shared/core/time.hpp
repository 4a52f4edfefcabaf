#pragma once

#include <algorithm>
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/result.hpp"

namespace isocenter {

using Milliseconds = std::chrono::milliseconds;

/// A moment in UTC, to the millisecond: what the wire and the log carry.
using Instant = std::chrono::time_point<std::chrono::system_clock, Milliseconds>;

constexpr std::int64_t to_unix_ms(Instant instant) { return instant.time_since_epoch().count(); }
constexpr Instant from_unix_ms(std::int64_t unix_ms) { return Instant{Milliseconds{unix_ms}}; }

/// RFC 3339 in UTC with milliseconds, "2026-11-24T14:40:04.130Z": the one form that is written.
std::string format_rfc3339(Instant instant);

/// Reads RFC 3339 with "Z" or a numeric offset and any fraction of a second (cut to milliseconds, never rounded up).
/// Years 1970 to 9999. ErrorKind::malformed for any other text.
Result<Instant> parse_rfc3339(std::string_view text);

/// A stretch of time: `from` belongs to it, `to` does not. Empty where from >= to.
struct Period {
  Instant from;
  Instant to;

  constexpr bool empty() const { return from >= to; }
  constexpr bool contains(Instant instant) const { return from <= instant && instant < to; }
  constexpr Milliseconds length() const { return empty() ? Milliseconds{0} : to - from; }
  auto operator<=>(const Period&) const = default;
};

/// The end of what has not ended yet: later than every instant the wire can name.
inline constexpr Instant end_of_time = from_unix_ms(253'402'300'800'000);  // 10000-01-01T00:00:00Z

/// Whether the wire can name it: 1970 to 9999.
constexpr bool has_a_name(Instant instant) { return instant >= from_unix_ms(0) && instant < end_of_time; }

/// The part of `period` that lies in `window`; nothing if they do not meet.
constexpr std::optional<Period> overlap(Period period, Period window) {
  const Instant from = std::max(period.from, window.from);
  const Instant to = std::min(period.to, window.to);
  if (from >= to) return std::nullopt;
  return Period{from, to};
}

}  // namespace isocenter
