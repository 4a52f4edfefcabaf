#include "shared/core/time.hpp"

#include <fmt/format.h>

namespace isocenter {
namespace {

/// Reads exactly `digits` decimal digits at `at` and moves past them; nothing if there are fewer.
std::optional<int> take_digits(std::string_view text, std::size_t& at, std::size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t end = at + digits; at < end; ++at) {
    if (text[at] < '0' || text[at] > '9') return std::nullopt;
    value = value * 10 + (text[at] - '0');
  }
  return value;
}

bool take_char(std::string_view text, std::size_t& at, char wanted) {
  if (at >= text.size() || text[at] != wanted) return false;
  ++at;
  return true;
}

std::optional<int> take_fraction_ms(std::string_view text, std::size_t& at) {
  if (!take_char(text, at, '.')) return 0;
  int ms = 0;
  int scale = 100;
  std::size_t digits = 0;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++digits) {
    ms += (text[at] - '0') * scale;
    scale /= 10;
  }
  if (digits == 0) return std::nullopt;
  return ms;
}

std::optional<std::chrono::minutes> take_offset(std::string_view text, std::size_t& at) {
  if (take_char(text, at, 'Z') || take_char(text, at, 'z')) return std::chrono::minutes{0};
  if (at >= text.size() || (text[at] != '+' && text[at] != '-')) return std::nullopt;
  const int sign = text[at++] == '-' ? -1 : 1;
  const auto hours = take_digits(text, at, 2);
  if (!hours || *hours > 23 || !take_char(text, at, ':')) return std::nullopt;
  const auto minutes = take_digits(text, at, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  return std::chrono::minutes{sign * (*hours * 60 + *minutes)};
}

std::optional<Instant> read_rfc3339(std::string_view text) {
  std::size_t at = 0;
  const auto year = take_digits(text, at, 4);
  if (!year || *year < 1970 || !take_char(text, at, '-')) return std::nullopt;
  const auto month = take_digits(text, at, 2);
  if (!month || !take_char(text, at, '-')) return std::nullopt;
  const auto day = take_digits(text, at, 2);
  if (!day || !(take_char(text, at, 'T') || take_char(text, at, 't'))) return std::nullopt;
  const auto hour = take_digits(text, at, 2);
  if (!hour || *hour > 23 || !take_char(text, at, ':')) return std::nullopt;
  const auto minute = take_digits(text, at, 2);
  if (!minute || *minute > 59 || !take_char(text, at, ':')) return std::nullopt;
  const auto second = take_digits(text, at, 2);
  if (!second || *second > 59) return std::nullopt;
  const auto ms = take_fraction_ms(text, at);
  if (!ms) return std::nullopt;
  const auto offset = take_offset(text, at);
  if (!offset || at != text.size()) return std::nullopt;

  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  const Instant instant = std::chrono::sys_days{date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
                          std::chrono::seconds{*second} + Milliseconds{*ms} - *offset;
  if (!has_a_name(instant)) return std::nullopt;
  return instant;
}

}  // namespace

std::string format_rfc3339(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{instant - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count(), time.subseconds().count());
}

Result<Instant> parse_rfc3339(std::string_view text) {
  if (const auto instant = read_rfc3339(text)) return *instant;
  return fail(ErrorKind::malformed, "",
              fmt::format("\"{}\" is no RFC 3339 time such as 2026-11-24T14:40:04.130Z", text.substr(0, 40)));
}

}  // namespace isocenter
