#include "kiosk/model/local_time.hpp"

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>
#include <fmt/format.h>

#include <array>

namespace isocenter::kiosk {
namespace {

using std::chrono::seconds;

constexpr std::array weekdays{phrase("Monday"), phrase("Tuesday"),  phrase("Wednesday"), phrase("Thursday"),
                              phrase("Friday"), phrase("Saturday"), phrase("Sunday")};
constexpr std::array months{phrase("January"),   phrase("February"), phrase("March"),    phrase("April"),
                            phrase("May"),       phrase("June"),     phrase("July"),     phrase("August"),
                            phrase("September"), phrase("October"),  phrase("November"), phrase("December")};
constexpr std::size_t most_hours = 24 * 32;  // of a window; nobody draws more

const char* weekday_of(const cctz::civil_day& day) {
  return weekdays[static_cast<std::size_t>(cctz::get_weekday(day))];
}
const char* month_of(const cctz::civil_day& day) { return months[static_cast<std::size_t>(day.month() - 1)]; }

}  // namespace

struct LocalTime::Zone {
  cctz::time_zone zone;

  cctz::civil_second civil(Instant instant) const { return cctz::convert(std::chrono::floor<seconds>(instant), zone); }
};

Result<LocalTime> LocalTime::in(const std::string& zone) {
  auto found = std::make_shared<Zone>();
  if (zone.empty() || !cctz::load_time_zone(zone, &found->zone)) {
    return fail(ErrorKind::invalid, "zone",
                "\"" + zone.substr(0, 64) + "\" is no time zone; use an IANA name, e.g. \"America/New_York\"");
  }
  return LocalTime{std::move(found)};
}

std::string LocalTime::hours_minutes(Instant instant) const {
  const auto local = zone_->civil(instant);
  return fmt::format("{:02}:{:02}", local.hour(), local.minute());
}

std::string LocalTime::date(Instant instant, const Words& words) const {
  const cctz::civil_day day{zone_->civil(instant)};
  return words.say("{weekday} {day} {month}", {{"weekday", words.say(weekday_of(day))},
                                               {"day", std::to_string(day.day())},
                                               {"month", words.say(month_of(day))}});
}

std::string LocalTime::moment(Instant instant, Instant now, const Words& words) const {
  const cctz::civil_day day{zone_->civil(instant)};
  const auto days = cctz::civil_day{zone_->civil(now)} - day;
  if (days == 0) return hours_minutes(instant);
  if (days >= -6 && days <= 6) {
    return words.say("{weekday} {time}", {{"weekday", words.say(weekday_of(day))}, {"time", hours_minutes(instant)}});
  }
  return words.say("{day} {month}", {{"day", std::to_string(day.day())}, {"month", words.say(month_of(day))}});
}

std::vector<Instant> LocalTime::full_hours(Period window) const {
  std::vector<Instant> hours;
  auto at = std::chrono::ceil<seconds>(window.from);
  while (at <= window.to && hours.size() < most_hours) {
    const auto local = zone_->civil(at);
    const seconds past{local.minute() * 60 + local.second()};
    if (past == seconds{0}) hours.push_back(at);
    at += seconds{3600} - past;  // where the clock is set meanwhile, the next round finds its minute
  }
  return hours;
}

int LocalTime::hour(Instant instant) const { return zone_->civil(instant).hour(); }

Instant LocalTime::midnight_before(Instant instant) const {
  const auto found = zone_->zone.lookup(cctz::civil_second{cctz::civil_day{zone_->civil(instant)}});
  const bool skipped = found.kind == cctz::time_zone::civil_lookup::SKIPPED;
  return skipped ? found.trans : found.pre;
}

}  // namespace isocenter::kiosk
