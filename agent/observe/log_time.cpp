#include "agent/observe/log_time.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>
#include <fmt/format.h>

#include "agent/observe/re2_options.hpp"

namespace isocenter::agent {
namespace {

constexpr std::chrono::hours day{24};

struct Specifier {
  std::string_view spelled;
  std::string_view pattern;
};

/// What may stand in a format, longest first where one begins another.
constexpr std::array specifiers{
    Specifier{"%E4Y", R"(\d{4})"},
    Specifier{"%E*S", R"(\d{1,2}(?:[.,]\d+)?)"},
    Specifier{"%E*z", R"((?:Z|[+-]\d\d:?\d\d(?::?\d\d)?))"},
    Specifier{"%Ez", R"((?:Z|[+-]\d\d:?\d\d))"},
    Specifier{"%Y", R"(\d{4})"},
    Specifier{"%y", R"(\d\d)"},
    Specifier{"%m", R"(\d{1,2})"},
    Specifier{"%d", R"(\d{1,2})"},
    Specifier{"%e", R"(\d{1,2})"},
    Specifier{"%b", R"([A-Za-z]{3,9})"},
    Specifier{"%B", R"([A-Za-z]{3,9})"},
    Specifier{"%a", R"([A-Za-z]{3,9})"},
    Specifier{"%A", R"([A-Za-z]{3,9})"},
    Specifier{"%H", R"(\d{1,2})"},
    Specifier{"%I", R"(\d{1,2})"},
    Specifier{"%p", R"([AaPp][Mm])"},
    Specifier{"%M", R"(\d{1,2})"},
    Specifier{"%S", R"(\d{1,2})"},
    Specifier{"%z", R"([+-]\d\d:?\d\d)"},
    Specifier{"%s", R"(\d{1,11})"},
    Specifier{"%F", R"(\d{4}-\d{1,2}-\d{1,2})"},
    Specifier{"%T", R"(\d{1,2}:\d{1,2}:\d{1,2})"},
    Specifier{"%%", "%"},
};

/// A format taken apart: what it looks like in a line, and what it tells.
struct Shape {
  std::string pattern;  ///< without a group
  std::vector<std::string_view> parts;
  std::optional<std::string> error;

  bool has(std::initializer_list<std::string_view> any) const {
    return std::any_of(any.begin(), any.end(), [this](std::string_view part) {
      return std::find(parts.begin(), parts.end(), part) != parts.end();
    });
  }
};

Shape take_apart(std::string_view format) {
  Shape shape;
  while (!format.empty()) {
    if (format.front() == ' ') {
      shape.pattern += R"(\s+)";
      format.remove_prefix(std::min(format.find_first_not_of(' '), format.size()));
      continue;
    }
    if (format.front() != '%') {
      shape.pattern += RE2::QuoteMeta(piece(format.substr(0, 1)));
      format.remove_prefix(1);
      continue;
    }
    const auto* const known = std::find_if(specifiers.begin(), specifiers.end(),
                                           [format](const Specifier& one) { return format.starts_with(one.spelled); });
    if (known == specifiers.end()) {
      shape.error = fmt::format("\"{}\" is not known here; use %Y %m %d %b %a %H %I %p %M %S %E*S %z %Ez %s",
                                format.substr(0, 2));
      return shape;
    }
    shape.pattern += known->pattern;
    shape.parts.push_back(known->spelled);
    format.remove_prefix(known->spelled.size());
  }
  const bool has_day = shape.has({"%s", "%F"}) || (shape.has({"%m", "%b", "%B"}) && shape.has({"%d", "%e"}));
  const bool has_minute = shape.has({"%s", "%T"}) || (shape.has({"%H", "%I"}) && shape.has({"%M"}));
  if (!has_day || !has_minute) shape.error = "must tell month, day, hour and minute at least";
  return shape;
}

struct Format {
  std::string format;
  std::unique_ptr<RE2> find;
  bool has_year = false;
  bool has_weekday = false;
  bool is_absolute = false;  ///< carries its offset from UTC

  explicit Format(const LogTimeFormat& given) : format{given.format} {
    const Shape shape = take_apart(format);
    has_year = shape.has({"%Y", "%E4Y", "%y", "%F", "%s"});
    has_weekday = shape.has({"%a", "%A"});
    is_absolute = shape.has({"%z", "%Ez", "%E*z", "%s"});
    find = std::make_unique<RE2>(given.match.empty() ? R"(^[\s\x00\[(<]*()" + shape.pattern + ")" : given.match,
                                 byte_patterns());
  }
};

/// Where the local wall time `civil` lies, `last` being the line before it.
Instant place(const cctz::civil_second& civil, Milliseconds fraction, const cctz::time_zone& zone,
              std::optional<Instant> last) {
  // Lines of several writers in one file are not quite in order: so much may one run backwards within a repeated hour.
  constexpr std::chrono::minutes disorder{5};
  const auto found = zone.lookup(civil);
  const Instant first = found.pre + fraction;
  if (found.kind != cctz::time_zone::civil_lookup::REPEATED || !last) return first;
  return first < *last - disorder ? Instant{found.post + fraction} : first;
}

std::optional<Instant> parse_once(const std::string& format, const std::string& text, bool absolute,
                                  const cctz::time_zone& zone, std::optional<Instant> last) {
  Instant wall;  // the wall time as if it were UTC's
  if (!cctz::parse(format, text, cctz::utc_time_zone(), &wall)) return std::nullopt;
  if (absolute) return wall;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(wall);
  return place(cctz::convert(seconds, cctz::utc_time_zone()), wall - seconds, zone, last);
}

bool names_weekday(const std::string& text, Instant instant, const cctz::time_zone& zone) {
  return text.find(cctz::format("%a", instant, zone)) != std::string::npos;
}

std::optional<Instant> parse_without_year(const Format& format, const std::string& text, const cctz::time_zone& zone,
                                          std::optional<Instant> last, Instant now) {
  // Any ten years in a row hold each date with each weekday it can have lately; February 29 needs eight at most.
  constexpr int years_back = 11;
  const auto year = cctz::convert(last.value_or(now), zone).year();
  std::optional<Instant> best;
  for (auto candidate = year + 1; candidate >= year - years_back; --candidate) {
    const auto instant =
        parse_once("%Y " + format.format, fmt::format("{} {}", candidate, text), format.is_absolute, zone, last);
    if (!instant || (format.has_weekday && !names_weekday(text, *instant, zone))) continue;
    if (last && *instant < *last - day) return best ? best : instant;
    if (*instant > now + day && (!last || *instant > *last + day)) continue;
    best = instant;
    if (!last) return best;
  }
  return best;
}

}  // namespace

struct LogTimes::Compiled {
  std::vector<Format> formats;
  cctz::time_zone zone;
};

std::optional<std::string> time_format_error(const LogTimeFormat& format) {
  if (const Shape shape = take_apart(format.format); shape.error) return "format: " + *shape.error;
  if (format.match.empty()) return std::nullopt;
  const RE2 pattern{format.match, byte_patterns()};
  if (!pattern.ok()) return fmt::format("match: is no RE2 pattern: {}", pattern.error());
  if (pattern.NumberOfCapturingGroups() != 1) return "match: needs exactly one group ( ), around the time";
  return std::nullopt;
}

Result<LogTimes> LogTimes::make(const std::vector<LogTimeFormat>& formats, const std::string& zone) {
  auto compiled = std::make_shared<Compiled>();
  if (!cctz::load_time_zone(zone, &compiled->zone)) {
    return fail(ErrorKind::invalid, "zone",
                fmt::format("\"{}\" is no IANA zone this machine knows; e.g. \"America/New_York\"", zone));
  }
  for (const LogTimeFormat& format : formats) {
    if (const auto error = time_format_error(format)) return fail(ErrorKind::invalid, "log.time", *error);
    compiled->formats.emplace_back(format);
  }
  LogTimes made;
  made.compiled_ = std::move(compiled);
  return made;
}

std::optional<Instant> LogTimes::read(std::string_view line, std::optional<Instant> last, Instant now) const {
  if (!compiled_) return std::nullopt;
  for (const Format& format : compiled_->formats) {
    re2::StringPiece found;
    if (!RE2::PartialMatch(piece(line), *format.find, &found)) continue;
    std::string text{view(found)};
    if (format.format.find(',') == std::string::npos) std::replace(text.begin(), text.end(), ',', '.');  // "06,149"
    const auto instant = format.has_year ? parse_once(format.format, text, format.is_absolute, compiled_->zone, last)
                                         : parse_without_year(format, text, compiled_->zone, last, now);
    if (instant && has_a_name(*instant)) return instant;
  }
  return std::nullopt;
}

}  // namespace isocenter::agent
