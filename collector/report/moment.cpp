#include "collector/report/moment.hpp"

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>
#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace isocenter::report {
namespace {

std::optional<int> digits(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.front() == '-') return std::nullopt;
  return value;
}

}  // namespace

std::optional<std::chrono::year_month_day> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  if (!year || !month || !day || *year < 1970 || *year > 9998) return std::nullopt;
  const auto date = std::chrono::year{*year} / *month / *day;
  if (!date.ok()) return std::nullopt;
  return date;
}

Result<Instant> parse_moment(std::string_view text, const std::string& zone, Edge edge) {
  if (const auto date = parse_date(text)) {
    cctz::time_zone rules;
    if (!cctz::load_time_zone(zone, &rules)) {
      return fail(ErrorKind::unavailable, "",
                  fmt::format("the time zone \"{}\" is not known here; install tzdata or mend zone in the file", zone));
    }
    const cctz::civil_day first{static_cast<int>(date->year()), static_cast<unsigned>(date->month()),
                                static_cast<unsigned>(date->day())};
    const cctz::civil_day day = edge == Edge::from ? first : first + 1;
    return std::chrono::time_point_cast<Milliseconds>(cctz::convert(cctz::civil_second{day}, rules));
  }
  if (auto instant = parse_rfc3339(text)) return *instant;
  return fail(ErrorKind::malformed, "",
              fmt::format("\"{}\" is no time; write a day, 2026-11-24, or an instant, 2026-11-24T14:40:00Z",
                          text.substr(0, 40)));
}

}  // namespace isocenter::report
