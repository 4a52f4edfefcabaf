#include "collector/state/calendar.hpp"

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>

#include <algorithm>

namespace isocenter::collector {

struct Calendar::Rules {
  cctz::time_zone zone;
  std::vector<LocalSpan> hours;
};

namespace {

constexpr int minutes_a_day = 1440;

cctz::time_point<cctz::seconds> whole_second(Instant instant) { return std::chrono::floor<cctz::seconds>(instant); }

/// 1 Monday … 7 Sunday (ISO 8601).
int iso_weekday(cctz::civil_day day) { return static_cast<int>(cctz::get_weekday(day)) + 1; }

bool covers(const LocalSpan& span, int weekday, int minute) {
  if (span.weekday == weekday && span.from_minute <= minute && minute < span.to_minute) return true;
  const int day_after = span.weekday % 7 + 1;  // a span that crosses midnight belongs to the day it begins on
  const int reached = minute + minutes_a_day;
  return day_after == weekday && span.from_minute <= reached && reached < span.to_minute;
}

/// Every instant that a local time may stand for, or at which the clock jumps over it.
void add_instants(const cctz::time_zone& zone, cctz::civil_second local, std::vector<Instant>& found) {
  const auto meant = zone.lookup(local);
  found.push_back(meant.pre);
  if (meant.kind == cctz::time_zone::civil_lookup::UNIQUE) return;
  found.push_back(meant.trans);
  found.push_back(meant.post);
}

void add_clock_changes(const cctz::time_zone& zone, Period period, std::vector<Instant>& found) {
  auto after = whole_second(period.from) - cctz::seconds{1};
  cctz::time_zone::civil_transition change;
  while (zone.next_transition(after, &change)) {
    const std::size_t known = found.size();
    add_instants(zone, change.from, found);
    add_instants(zone, change.to, found);
    const Instant latest = *std::max_element(found.begin() + static_cast<std::ptrdiff_t>(known), found.end());
    if (latest >= period.to || whole_second(latest) <= after) return;
    after = whole_second(latest);
  }
}

}  // namespace

Calendar::Calendar(const std::string& zone, const std::vector<LocalSpan>& hours) {
  if (hours.empty()) return;
  cctz::time_zone known;
  if (!cctz::load_time_zone(zone, &known)) return;
  rules_ = std::make_shared<const Rules>(Rules{known, hours});
}

bool Calendar::within(Instant instant) const {
  if (!rules_) return true;
  const cctz::civil_second local = cctz::convert(whole_second(instant), rules_->zone);
  const int minute = local.hour() * 60 + local.minute();
  const int weekday = iso_weekday(cctz::civil_day{local});
  return std::any_of(rules_->hours.begin(), rules_->hours.end(),
                     [&](const LocalSpan& span) { return covers(span, weekday, minute); });
}

std::vector<Instant> Calendar::changes(Period period) const {
  if (!rules_ || period.empty()) return {};
  std::vector<Instant> found;
  const cctz::civil_day last = cctz::civil_day{cctz::convert(whole_second(period.to), rules_->zone)} + 1;
  for (auto day = cctz::civil_day{cctz::convert(whole_second(period.from), rules_->zone)} - 2; day <= last; ++day) {
    const int weekday = iso_weekday(day);
    for (const LocalSpan& span : rules_->hours) {
      if (span.weekday != weekday) continue;
      const cctz::civil_minute midnight{day};
      add_instants(rules_->zone, cctz::civil_second{midnight + span.from_minute}, found);
      add_instants(rules_->zone, cctz::civil_second{midnight + span.to_minute}, found);
    }
  }
  add_clock_changes(rules_->zone, period, found);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::erase_if(found, [&](Instant at) { return !period.contains(at) || within(at) == within(at - Milliseconds{1}); });
  return found;
}

std::optional<Instant> Calendar::next_change(Instant instant) const {
  constexpr std::chrono::hours looked_ahead[] = {std::chrono::hours{48}, std::chrono::hours{24 * 15}};
  for (const auto ahead : looked_ahead) {
    const auto found = changes({instant, instant + ahead});
    if (!found.empty()) return found.front();
  }
  return std::nullopt;
}

Milliseconds time_within(const Calendar& calendar, Period period) {
  Milliseconds total{0};
  Instant from = period.from;
  auto edges = calendar.changes(period);
  edges.push_back(period.to);
  for (const Instant edge : edges) {
    if (edge <= from) continue;
    if (calendar.within(from)) total += edge - from;
    from = edge;
  }
  return total;
}

}  // namespace isocenter::collector
