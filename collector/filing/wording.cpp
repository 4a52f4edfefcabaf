#include "collector/filing/wording.hpp"

#include <cctz/time_zone.h>
#include <fmt/format.h>

#include <array>

#include "collector/contract/covered_time.hpp"
#include "collector/statement/document.hpp"

namespace isocenter::filing {
namespace {

using contract::Because;
using contract::Contract;
using statement::Line;
using statement::Part;
using statement::Statement;
using statement::TenThousandthMs;

constexpr std::int64_t e4_a_second = 10'000'000;
constexpr const char* minus = "\u2212";
constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<const char*, 12> long_months{"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};

struct Hms {
  bool is_negative = false;
  std::int64_t hours = 0, minutes = 0, seconds = 0;
};

Hms hms_of(TenThousandthMs e4) {
  const std::int64_t seconds = (e4 < 0 ? -e4 : e4) / e4_a_second;
  return {e4 < 0, seconds / 3600, seconds / 60 % 60, seconds % 60};
}

/// Commas between thousands of the digits before the point.
std::string grouped(std::string number) {
  const std::size_t point = std::min(number.find('.'), number.size());
  for (std::size_t at = point; at > 3;) {
    at -= 3;
    if (number[at - 1] != '-') number.insert(at, ",");
  }
  return number;
}

class LocalTime {
 public:
  LocalTime(const std::string& zone, Instant instant) : second_{std::chrono::floor<cctz::seconds>(instant)} {
    cctz::load_time_zone(zone, &rules_);
  }
  /// "Wed 14 Oct 2026".
  std::string day() const {
    const auto local = cctz::convert(second_, rules_);
    return fmt::format("{} {} {}", cctz::format("%a", second_, rules_), local.day(),
                       cctz::format("%b %Y", second_, rules_));
  }
  std::string clock() const {
    const bool comes_twice =
        rules_.lookup(cctz::convert(second_, rules_)).kind == cctz::time_zone::civil_lookup::REPEATED;
    return cctz::format(comes_twice ? "%H:%M:%S %Z" : "%H:%M:%S", second_, rules_);
  }

 private:
  cctz::time_point<cctz::seconds> second_;
  cctz::time_zone rules_;
};

std::size_t month_of(contract::LocalDate day) { return static_cast<unsigned>(day.month()) - 1; }

std::string state_title(EquipmentState state) {
  switch (state) {
    case EquipmentState::in_use: return "In use";
    case EquipmentState::ready: return "Ready";
    case EquipmentState::limited: return "Limited";
    case EquipmentState::quality_control: return "Quality control";
    case EquipmentState::planned_down: return "Planned work";
    case EquipmentState::down: return "Down";
    case EquipmentState::closed: return "Closed";
    case EquipmentState::unknown: return "Not observed";
  }
  return "";
}

/// A word of the log as people read it: "third_party" -> "third party".
std::string plain(std::string_view word) {
  std::string text{word};
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string cause_title(Cause cause) {
  if (cause == Cause::it) return "IT";
  return cause == Cause::access ? "no access" : plain(word(cause));
}

std::string reason_text(const std::string& reason) {
  if (reason.starts_with("fault:")) return "fault " + plain(reason.substr(6));
  if (reason == "overran") return "planned work overran";
  if (reason == statement::not_recorded) return "nothing was recorded";
  return plain(reason);
}

std::string reading_text(const std::string& zone, const statement::Correction& correction) {
  std::string text = fmt::format("{} {} by {}: {}", moment_text(zone, correction.at), word(correction.said.reading),
                                 correction.said.by, correction.said.reason);
  std::string as;
  if (correction.said.state) as = state_title(*correction.said.state);
  if (correction.said.cause)
    as += fmt::format("{}cause {}", as.empty() ? "" : ", ", cause_title(*correction.said.cause));
  return as.empty() ? text : fmt::format("{} ({})", text, as);
}

std::string because_text(const Line& line) {
  switch (line.because) {
    case Because::told: return "";
    case Because::too_short: return "Shorter than the least outage of the contract: costs nothing.";
    case Because::before_call: return "Counts from when the vendor was called.";
    case Because::until_release:
      return line.counted > line.covered ? "Counts until the room was released."
                                         : "Counts in part with the outage before, which lasted until its release.";
  }
  return "";
}

std::string decimal_text(contract::TenThousandths number) { return statement::ms_text(number.units); }

/// Of one weekday, e.g. "07:00\u201319:00"; empty where nothing is covered.
std::string spans_text(const Contract& terms, int weekday) {
  std::string text;
  for (const LocalSpan& span : terms.covered) {
    if (span.weekday != weekday) continue;
    text += fmt::format("{}{:02}:{:02}\u2013{:02}:{:02}", text.empty() ? "" : " and ", span.from_minute / 60,
                        span.from_minute % 60, span.to_minute / 60, span.to_minute % 60);
  }
  return text;
}

/// Days with the same hours that follow one another stand together.
std::string covered_text(const Contract& terms) {
  static constexpr std::array<const char*, 7> names{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  std::string text;
  for (std::size_t first = 0, last = 0; first < names.size(); first = last + 1) {
    const std::string spans = spans_text(terms, static_cast<int>(first) + 1);
    for (last = first; last + 1 < names.size() && spans_text(terms, static_cast<int>(last) + 2) == spans;) ++last;
    if (spans.empty()) continue;
    const std::string days =
        first == last ? names.at(first) : fmt::format("{}\u2013{}", names.at(first), names.at(last));
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", days, spans);
  }
  const char* separator = "; not on ";
  for (const contract::LocalDate& day : terms.holidays) {
    text += separator + day_text(day);
    separator = ", ";
  }
  return text;
}

std::string credit_text(const Contract& terms) {
  std::string text;
  for (const contract::CreditStep& step : terms.credit) {
    text += fmt::format("{}below {}: {} of the period\u2019s price", text.empty() ? "" : "; ",
                        rate_text(step.below_percent), rate_text(step.credit_percent));
  }
  if (terms.credit_per_hour.units > 0) {
    text += fmt::format("{}{} {} for each hour beyond the allowance", text.empty() ? "" : "; ",
                        amount_text(terms.credit_per_hour), terms.currency);
  }
  if (text.empty()) return "none";
  return fmt::format("{}; at most {} of the price", text, rate_text(terms.credit_cap_percent));
}

std::string causes_text(const Contract& terms) {
  std::string text;
  for (const Cause cause : terms.excluded_causes) text += (text.empty() ? "" : ", ") + cause_title(cause);
  return text.empty() ? "none" : text;
}

std::string outage_text(const Contract& terms) {
  std::string text = terms.outage_starts == contract::OutageStarts::reported ? "from when the vendor was called"
                                                                             : "from when it was observed";
  text += terms.outage_ends == contract::OutageEnds::released ? ", to the release of the room" : ", to its end";
  if (terms.minimum_outage.count() > 0) {
    text += fmt::format("; under {} min it costs nothing", terms.minimum_outage.count());
  }
  return text;
}

}  // namespace

std::string rate_text(contract::TenThousandths percent) {
  std::string text = statement::percent_text(contract::Percent{percent.units * 100});
  const std::size_t two_decimals = text.find('.') + 3;
  while (text.size() > two_decimals && text.back() == '0') text.pop_back();
  return text + " %";
}

std::string clock_text(TenThousandthMs e4) {
  const Hms hms = hms_of(e4);
  return fmt::format("{}{}:{:02}:{:02}", hms.is_negative ? minus : "", hms.hours, hms.minutes, hms.seconds);
}

std::string length_text(TenThousandthMs e4) {
  const Hms hms = hms_of(e4);
  std::string text;
  for (const auto& [number, unit] : {std::pair{hms.hours, "h"}, {hms.minutes, "min"}, {hms.seconds, "s"}}) {
    if (number > 0) text += fmt::format("{}{} {}", text.empty() ? "" : " ", number, unit);
  }
  return text.empty() ? "0 s" : text;
}

std::string exact_text(TenThousandthMs e4) {
  const std::string number = grouped(statement::ms_text(e4 < 0 ? -e4 : e4));
  return fmt::format("{}{} ms", e4 < 0 ? minus : "", number);
}

std::string short_percent(const contract::Percent& percent) {
  if (!percent) return "none";
  const std::int64_t size = *percent < 0 ? -*percent : *percent;
  // Cut off toward minus infinity, so that no guarantee looks met.
  const std::int64_t cut = *percent < 0 ? (size + 9'999) / 10'000 : size / 10'000;
  return fmt::format("{}{}.{:02} %", *percent < 0 ? minus : "", cut / 100, cut % 100);
}

std::string amount_text(contract::Hundredths amount) { return grouped(statement::money_text(amount)); }

std::string day_text(contract::LocalDate day) {
  return fmt::format("{} {} {}", static_cast<unsigned>(day.day()), months.at(month_of(day)),
                     static_cast<int>(day.year()));
}

std::string moment_text(const std::string& zone, Instant instant) {
  const LocalTime local{zone, instant};
  return fmt::format("{} {}", local.day(), local.clock());
}

std::string stretch_text(const std::string& zone, Period when) {
  const LocalTime from{zone, when.from}, to{zone, when.to};
  const std::string end = from.day() == to.day() ? to.clock() : fmt::format("{} {}", to.day(), to.clock());
  return fmt::format("{} {} \u2013 {}", from.day(), from.clock(), end);
}

std::string period_text(const Contract& terms, const contract::ContractPeriod& period) {
  using std::chrono::days;
  using std::chrono::sys_days;
  const contract::LocalDate first = period.from, after{sys_days{period.to} + days{1}};
  const int year = static_cast<int>(first.year());
  const bool is_whole = first.day() == std::chrono::day{1} && after.day() == std::chrono::day{1};
  const auto length = (after.year() - first.year()).count() * 12 +
                      static_cast<int>(static_cast<unsigned>(after.month())) -
                      static_cast<int>(static_cast<unsigned>(first.month()));
  if (is_whole && terms.period == contract::PeriodLength::month) {
    return fmt::format("{} {}", long_months.at(month_of(first)), year);
  }
  if (is_whole && terms.period == contract::PeriodLength::quarter && length == 3) {
    return fmt::format("Quarter {} of {}", month_of(first) / 3 + 1, year);
  }
  if (is_whole && terms.period == contract::PeriodLength::year && length == 12) return fmt::format("{}", year);
  return fmt::format("{} \u2013 {}", day_text(period.from), day_text(period.to));
}

std::string part_title(Part part) {
  switch (part) {
    case Part::planned: return "Planned work";
    case Part::unknown: return "Not observed";
    case Part::excluded: return "Excluded causes";
    case Part::down: return "Down";
    case Part::limited: return "Limited";
  }
  return "";
}

std::string part_policy(const Contract& terms, Part part) {
  switch (part) {
    case Part::planned:
      switch (terms.planned_down) {
        case contract::PlannedDown::excluded: return "left out of covered time by the contract";
        case contract::PlannedDown::lost: return "counts as lost by the contract";
        case contract::PlannedDown::up: return "costs nothing by the contract";
      }
      break;
    case Part::unknown:
      switch (terms.unknown) {
        case contract::UnknownTime::excluded: return "left out of covered time by the contract";
        case contract::UnknownTime::down: return "counts as lost by the contract";
        case contract::UnknownTime::up: return "costs nothing by the contract";
      }
      break;
    case Part::excluded: return "left out of covered time: " + causes_text(terms);
    case Part::down: return "weight 1";
    case Part::limited: return fmt::format("weight {} by the contract", decimal_text(terms.limited_weight));
  }
  return "";
}

std::string line_title(const Line& line) {
  std::string text = state_title(line.state);
  if (line.cause) text += ", " + cause_title(*line.cause);
  const std::string reason = reason_text(line.reason);
  if (!reason.empty() && line.state == line.recorded_state) text += ": " + reason;
  return text;
}

std::vector<std::string> line_notes(const std::string& zone, const Line& line) {
  std::vector<std::string> notes;
  std::string first = line.declared_by.empty() ? "" : "Told by " + line.declared_by + ".";
  first += fmt::format("{}Evidence {}.", first.empty() ? "" : " ", word(line.grade));
  if (line.response) {
    first += fmt::format(" Engineer on site after {} covered", length_text(line.response->covered.count() * 10'000));
    if (line.response->promised) {
      first += fmt::format(" of {} promised{}", length_text(line.response->promised->count() * 10'000),
                           *line.response->kept() ? "" : ": not kept");
    }
    first += ".";
  }
  if (line.repair) first += fmt::format(" Repaired after {}.", length_text(line.repair->count() * 10'000));
  notes.push_back(std::move(first));
  if (std::string because = because_text(line); !because.empty()) notes.push_back(std::move(because));
  for (const statement::Correction& correction : line.corrections) notes.push_back(reading_text(zone, correction));
  if (line.until_recorded()) notes.push_back("In the recorded reading only.");
  return notes;
}

Verdict verdict_of(const Statement& statement) {
  const contract::Uptime& uptime = statement.corrected.uptime;
  if (!statement.ended) {
    return {.is_missed = false, .margin = "The period has not ended.", .owed = "Nothing is owed yet."};
  }
  Verdict verdict;
  if (!uptime.margin_e4) {
    verdict.margin = "No covered time was observed.";
  } else if (*uptime.margin_e4 < 0) {
    verdict.is_missed = true;
    verdict.margin = fmt::format("Missed by {}.", length_text(*uptime.margin_e4));
  } else {
    verdict.margin = fmt::format("Kept, with {} to spare.", length_text(*uptime.margin_e4));
  }
  verdict.owed = uptime.credit.units > 0 ? fmt::format("{} owes {} {}.", statement.terms.vendor,
                                                       amount_text(uptime.credit), statement.terms.currency)
                                         : "No credit is owed.";
  return verdict;
}

std::vector<std::pair<std::string, std::string>> terms_text(const Statement& statement) {
  const Contract& terms = statement.terms;
  std::vector<std::pair<std::string, std::string>> texts;
  if (terms.guaranteed_percent) texts.emplace_back("Guaranteed uptime", rate_text(*terms.guaranteed_percent));
  if (terms.allowed_lost_hours) {
    texts.emplace_back("Allowed to be lost", decimal_text(*terms.allowed_lost_hours) + " h a period");
  }
  texts.emplace_back("Covered hours", covered_text(terms));
  texts.emplace_back("Planned work", part_policy(terms, Part::planned));
  texts.emplace_back("Time nobody observed", part_policy(terms, Part::unknown));
  texts.emplace_back("Causes left out", causes_text(terms));
  texts.emplace_back("Limited", part_policy(terms, Part::limited));
  texts.emplace_back("An outage counts", outage_text(terms));
  if (terms.response_hours) {
    texts.emplace_back("Promised response", decimal_text(*terms.response_hours) + " covered hours to engineer on site");
  }
  texts.emplace_back("Annual price", fmt::format("{} {}", amount_text(terms.annual_price), terms.currency));
  texts.emplace_back("Credit", credit_text(terms));
  return texts;
}

}  // namespace isocenter::filing
