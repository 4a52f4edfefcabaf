#include "agent/dicom/dicom_time.hpp"

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>

#include <algorithm>

#include "shared/core/text.hpp"

namespace isocenter::agent {
namespace {

using namespace std::chrono_literals;

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int number(std::string_view digits) {
  int value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

Result<cctz::civil_day> read_date(std::string_view text) {
  std::string date{trimmed(text)};
  if (date.size() == 10 && date[4] == '.' && date[7] == '.') std::erase(date, '.');
  if (date.size() != 8 || !is_digits(date)) return fail(ErrorKind::malformed, "date", "must be YYYYMMDD");
  const int year = number(date.substr(0, 4)), month = number(date.substr(4, 2)), day = number(date.substr(6, 2));
  const cctz::civil_day civil{year, month, day};
  if (civil.month() != month || civil.day() != day) {
    return fail(ErrorKind::invalid, "date", "no calendar has this day");
  }
  return civil;
}

struct TimeOfDay {
  int hour = 0, minute = 0, second = 0;
  Milliseconds fraction{0};
};

Result<Milliseconds> read_fraction(std::string_view digits) {
  if (!is_digits(digits) || digits.size() > 6) {
    return fail(ErrorKind::malformed, "time", "a fraction of a second must be 1 to 6 digits");
  }
  std::string three{digits.substr(0, 3)};
  three.resize(3, '0');
  return Milliseconds{number(three)};
}

Result<TimeOfDay> read_time(std::string_view text) {
  std::string time{trimmed(text)};
  TimeOfDay result;
  if (const auto dot = time.find('.'); dot != time.npos) {
    if (dot < 6) return fail(ErrorKind::malformed, "time", "a fraction must follow seconds");
    const auto fraction = read_fraction(std::string_view{time}.substr(dot + 1));
    if (!fraction) return tl::unexpected{fraction.error()};
    result.fraction = *fraction;
    time.resize(dot);
  }
  if (time.size() == 8 && time[2] == ':' && time[5] == ':') std::erase(time, ':');
  if (!is_digits(time) || time.size() > 6 || time.size() % 2 != 0) {
    return fail(ErrorKind::malformed, "time", "must be HHMMSS.FFFFFF or a part of it that ends with HH or MM");
  }
  time.resize(6, '0');
  result.hour = number(time.substr(0, 2));
  result.minute = number(time.substr(2, 2));
  result.second = number(time.substr(4, 2));
  if (result.hour > 23 || result.minute > 59 || result.second > 60) {
    return fail(ErrorKind::invalid, "time", "no day has this hour, minute or second");
  }
  return result;
}

using Seconds = std::chrono::time_point<std::chrono::system_clock, std::chrono::seconds>;

Seconds choose(const cctz::time_zone::civil_lookup& found, Instant received) {
  if (found.kind != cctz::time_zone::civil_lookup::REPEATED) return found.pre;
  return found.post <= received + 2min ? found.post : found.pre;
}

Result<Seconds> to_utc(const cctz::civil_second& civil, const DicomClock& clock) {
  if (clock.utc_offset) return cctz::convert(civil, cctz::utc_time_zone()) - *clock.utc_offset;
  cctz::time_zone zone;
  if (!cctz::load_time_zone(clock.zone, &zone)) {
    return fail(ErrorKind::invalid, "zone", "is not known; use an IANA name such as \"Europe/Berlin\"");
  }
  return choose(zone.lookup(civil), clock.received);
}

}  // namespace

Result<Instant> read_dicom_time(std::string_view date, std::string_view time, const DicomClock& clock) {
  const auto day = read_date(date);
  if (!day) return tl::unexpected{day.error()};
  const auto of_day = read_time(time);
  if (!of_day) return tl::unexpected{of_day.error()};
  const cctz::civil_second civil{day->year(), day->month(), day->day(), of_day->hour, of_day->minute, of_day->second};
  const auto utc = to_utc(civil, clock);
  if (!utc) return tl::unexpected{utc.error()};
  const Instant instant = Instant{*utc} + of_day->fraction;
  if (!has_a_name(instant)) return fail(ErrorKind::unsupported, "date", "events name times from 1970 to 9999 only");
  return instant;
}

Result<std::chrono::minutes> read_utc_offset(std::string_view text) {
  const std::string_view offset = trimmed(text);
  const bool has_form = offset.size() == 5 && (offset[0] == '+' || offset[0] == '-') && is_digits(offset.substr(1));
  const int minutes_of_hour = has_form ? number(offset.substr(3)) : 60;
  const std::chrono::minutes size = has_form ? 60min * number(offset.substr(1, 2)) + 1min * minutes_of_hour : 24h;
  if (size > 14h || minutes_of_hour > 59) {
    return fail(ErrorKind::malformed, "offset", "must be +HHMM or -HHMM, at most 14 hours");
  }
  return offset[0] == '-' ? -size : size;
}

}  // namespace isocenter::agent
