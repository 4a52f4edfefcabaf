#include "tests/truth/expected.hpp"

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>
#include <fmt/format.h>

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <map>
#include <set>
#include <stdexcept>

namespace isocenter::truth {
namespace {

using contract::Contract;

bool lies_in(const std::vector<Period>& periods, Instant instant) {
  return std::ranges::any_of(periods, [&](const Period& period) { return period.contains(instant); });
}

const Episode* episode_at(const DeviceScript& script, Instant instant) {
  for (const Episode& episode : script.episodes) {
    if (episode.when.contains(instant)) return &episode;
  }
  return nullptr;
}

/// What the machine is, where all that is needed to know it is known.
Stretch state_at(const DeviceScript& script, const Knowable& knowable, Instant instant) {
  using enum EquipmentState;
  const bool observed = lies_in(knowable.observed, instant);
  const bool seen = observed && lies_in(knowable.reached, instant);
  if (const Episode* const episode = episode_at(script, instant)) {
    switch (episode->kind) {
      case Kind::exam:
        if (seen) return {{}, in_use};
        break;
      case Kind::log_down:
        if (observed) return {{}, down, episode->cause};
        break;
      case Kind::log_limited:
        if (observed) return {{}, limited, episode->cause};
        break;
      case Kind::person_down:
      case Kind::declared_down: return {{}, down, episode->cause};
      case Kind::planned: return {{}, instant < *episode->planned_until ? planned_down : down, episode->cause};
      case Kind::quality_control:
        if (observed) return {{}, quality_control};
        break;
    }
  }
  return {{}, seen ? ready : unknown};
}

const Stretch& stretch_at(const std::vector<Stretch>& states, Instant instant) {
  const auto after =
      std::ranges::upper_bound(states, instant, {}, [](const Stretch& stretch) { return stretch.when.from; });
  return *std::prev(after);
}

/// The last that was said of it counts, unless it only doubts.
Stretch read_at(const std::vector<Stretch>& states, const DeviceScript& script, Instant instant) {
  Stretch read = stretch_at(states, instant);
  const IntervalCorrected* how = nullptr;
  for (const Correction& correction : script.corrections) {
    const IntervalCorrected& said = correction.how;
    if (said.reading != Reading::disputed && Period{said.from, said.to}.contains(instant)) how = &said;
  }
  if (how == nullptr || how->reading == Reading::restored) return read;
  if (how->reading == Reading::reclassified) read.state = *how->state;
  const bool has_cause = read.state == EquipmentState::down || read.state == EquipmentState::limited;
  if (has_cause || how->reading == Reading::reclassified) read.cause = how->cause.value_or(Cause::unexplained);
  return read;
}

void add_edges(std::set<Instant>& edges, const std::vector<Period>& periods) {
  for (const Period& period : periods) {
    edges.insert(period.from);
    edges.insert(period.to);
  }
}

enum class Counts { up, limited, down, planned, unknown, excluded };

struct Judged {
  Period when;
  Counts as = Counts::up;
};

Counts plain(const Contract& contract, const Stretch& stretch) {
  const bool has_cause = stretch.state == EquipmentState::down || stretch.state == EquipmentState::limited;
  if (has_cause && contract.excluded_causes.contains(stretch.cause)) return Counts::excluded;
  switch (stretch.state) {
    case EquipmentState::down: return Counts::down;
    case EquipmentState::limited: return Counts::limited;
    case EquipmentState::planned_down: return Counts::planned;
    case EquipmentState::unknown: return Counts::unknown;
    default: return Counts::up;
  }
}

/// One whole outage: down without a break.
struct Outage {
  Period when;
  Instant counts_from;
  std::optional<Instant> goes_on_until;
};

Outage outage_of(const Contract& contract, const DeviceScript& script, Period when) {
  Outage outage{when, when.from, {}};
  const bool is_short = when.length() < contract.minimum_outage;
  Instant called = end_of_time;
  for (const Episode& episode : script.episodes) {
    if (!is_fault(episode.kind) || episode.when.to <= when.from || when.to <= episode.when.from) continue;
    called = std::min(called, episode.called.value_or(end_of_time));
    if (episode.released && *episode.released > outage.goes_on_until.value_or(when.to)) {
      outage.goes_on_until = episode.released;
    }
  }
  if (contract.outage_starts == contract::OutageStarts::reported) outage.counts_from = std::max(when.from, called);
  if (contract.outage_ends != contract::OutageEnds::released || is_short) outage.goes_on_until.reset();
  if (is_short) outage.counts_from = end_of_time;
  return outage;
}

std::vector<Outage> outages_of(const Contract& contract, const DeviceScript& script,
                               const std::vector<Stretch>& states) {
  std::vector<Outage> outages;
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i].state != EquipmentState::down) continue;
    Period when = states[i].when;
    while (i + 1 < states.size() && states[i + 1].state == EquipmentState::down) when.to = states[++i].when.to;
    outages.push_back(outage_of(contract, script, when));
  }
  return outages;
}

Counts judge_at(const Contract& contract, const std::vector<Stretch>& states, const std::vector<Outage>& outages,
                Instant instant) {
  const Stretch& stretch = stretch_at(states, instant);
  const Counts as = plain(contract, stretch);
  for (const Outage& outage : outages) {
    if (outage.when.contains(instant) && as == Counts::down) return instant < outage.counts_from ? Counts::up : as;
  }
  if (stretch.state == EquipmentState::in_use || stretch.state == EquipmentState::down) return as;
  // The outage that goes on until its release is what it was at its end; of several the last one begun.
  for (auto outage = outages.rbegin(); outage != outages.rend(); ++outage) {
    const bool goes_on = outage->goes_on_until && outage->when.to <= instant && instant < *outage->goes_on_until &&
                         outage->counts_from <= instant;
    if (goes_on) return plain(contract, stretch_at(states, outage->when.to - Milliseconds{1}));
  }
  return as;
}

std::vector<Judged> judged(const Contract& contract, const DeviceScript& script, const std::vector<Stretch>& states) {
  const std::vector<Outage> outages = outages_of(contract, script, states);
  std::set<Instant> edges;
  for (const Stretch& stretch : states) edges.insert(stretch.when.from);
  for (const Outage& outage : outages) {
    edges.insert(outage.when.to);
    if (outage.goes_on_until) edges.insert(*outage.goes_on_until);
    if (outage.counts_from < end_of_time) edges.insert(outage.counts_from);
  }
  edges.insert(states.back().when.to);
  std::vector<Judged> all;
  for (auto edge = edges.begin(); std::next(edge) != edges.end(); ++edge) {
    if (*edge < states.front().when.from || *edge >= states.back().when.to) continue;
    all.push_back({{*edge, *std::next(edge)}, judge_at(contract, states, outages, *edge)});
  }
  return all;
}

Instant instant_of(const cctz::civil_minute& local, const cctz::time_zone& zone) {
  return std::chrono::time_point_cast<Milliseconds>(cctz::convert(local, zone));
}

/// Covered hours of a local day, as the spans of it and of the evening before say.
std::vector<Period> covered_on(const Contract& contract, const cctz::civil_day& day, const cctz::time_zone& zone) {
  std::vector<Period> covered;
  const auto weekday_of = [](const cctz::civil_day& of) { return static_cast<int>(cctz::get_weekday(of)) + 1; };
  const Period all_day{instant_of(cctz::civil_minute{day}, zone), instant_of(cctz::civil_minute{day + 1}, zone)};
  for (const cctz::civil_day& begins : {day - 1, day}) {
    for (const LocalSpan& span : contract.covered) {
      if (span.weekday != weekday_of(begins)) continue;
      const cctz::civil_minute midnight{begins};
      const Period whole{instant_of(midnight + span.from_minute, zone), instant_of(midnight + span.to_minute, zone)};
      const Period part{std::max(whole.from, all_day.from), std::min(whole.to, all_day.to)};
      if (!part.empty()) covered.push_back(part);
    }
  }
  return covered;
}

struct Sums {
  std::map<Counts, std::int64_t> ms;
  std::string first_day, last_day;
};

std::string date(const cctz::civil_day& day) {
  return fmt::format("{:04}-{:02}-{:02}", day.year(), day.month(), day.day());
}

/// A share of the whole in percent, cut off after six decimals.
std::string percent(std::int64_t part_e4, std::int64_t whole_ms) {
  if (whole_ms == 0) return "";
  const boost::multiprecision::cpp_int whole_e4 = boost::multiprecision::cpp_int{whole_ms} * 10'000;
  const boost::multiprecision::cpp_int cut_off = (whole_e4 - part_e4) * 100'000'000 / whole_e4;
  const auto millionths = cut_off.convert_to<std::int64_t>();
  return fmt::format("{}.{:06}", millionths / 1'000'000, millionths % 1'000'000);
}

std::string decimal(std::int64_t e4) {
  std::string text = fmt::format("{}.{:04}", e4 / 10'000, e4 % 10'000);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

ExpectedRow row_of(const Contract& contract, const Sums& sums) {
  const auto of = [&](Counts as) {
    const auto found = sums.ms.find(as);
    return found == sums.ms.end() ? std::int64_t{0} : found->second;
  };
  std::int64_t without_unknown = of(Counts::up) + of(Counts::limited) + of(Counts::down);
  std::int64_t lost_e4 = of(Counts::down) * 10'000 + of(Counts::limited) * contract.limited_weight.units;
  if (contract.planned_down != contract::PlannedDown::excluded) without_unknown += of(Counts::planned);
  if (contract.planned_down == contract::PlannedDown::lost) lost_e4 += of(Counts::planned) * 10'000;
  const std::int64_t unknown = of(Counts::unknown), whole = without_unknown + unknown;
  const bool counts_unknown = contract.unknown != contract::UnknownTime::excluded;
  const std::int64_t covered = counts_unknown ? whole : without_unknown;
  const std::int64_t worst = lost_e4 + unknown * 10'000;
  const std::int64_t lost = contract.unknown == contract::UnknownTime::down ? worst : lost_e4;
  return {sums.first_day,
          sums.last_day,
          std::to_string(covered),
          decimal(lost),
          std::to_string(of(Counts::planned)),
          std::to_string(unknown),
          std::to_string(of(Counts::excluded)),
          percent(lost, covered),
          percent(worst, whole),
          percent(lost_e4, whole)};
}

}  // namespace

void append(std::vector<Stretch>& stretches, const Stretch& next) {
  const bool goes_on =
      !stretches.empty() && stretches.back().state == next.state && stretches.back().cause == next.cause;
  if (goes_on) {
    stretches.back().when.to = next.when.to;
  } else {
    stretches.push_back(next);
  }
}

std::vector<Stretch> expected_states(const DeviceScript& script, const Knowable& knowable, Period when) {
  std::set<Instant> edges{when.from, when.to};
  add_edges(edges, knowable.observed);
  add_edges(edges, knowable.reached);
  for (const Episode& episode : script.episodes) {
    add_edges(edges, {episode.when});
    if (episode.planned_until) edges.insert(*episode.planned_until);
  }
  std::vector<Stretch> states;
  for (auto edge = edges.lower_bound(when.from); *edge < when.to; ++edge) {
    Stretch next = state_at(script, knowable, *edge);
    next.when = {*edge, *std::next(edge)};
    append(states, next);
  }
  return states;
}

std::vector<Stretch> read_as_corrected(const std::vector<Stretch>& states, const DeviceScript& script) {
  std::set<Instant> edges{states.back().when.to};
  for (const Stretch& stretch : states) edges.insert(stretch.when.from);
  for (const Correction& correction : script.corrections) edges.insert({correction.how.from, correction.how.to});
  std::vector<Stretch> read;
  for (auto edge = edges.lower_bound(states.front().when.from); *edge < states.back().when.to; ++edge) {
    Stretch next = read_at(states, script, *edge);
    next.when = {*edge, *std::next(edge)};
    append(read, next);
  }
  return read;
}

std::vector<ExpectedRow> expected_rows(const Contract& contract, const DeviceScript& script,
                                       const std::vector<Stretch>& states) {
  cctz::time_zone zone;
  if (!cctz::load_time_zone(contract.zone, &zone)) throw std::runtime_error{contract.zone};
  const auto civil = [](contract::LocalDate day) {
    return cctz::civil_day{static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                           static_cast<unsigned>(day.day())};
  };
  const std::vector<Judged> stretches = judged(contract, script, states);
  std::map<std::pair<cctz::year_t, int>, Sums> months;
  for (cctz::civil_day day = civil(contract.starts); day <= civil(contract.ends); ++day) {
    Sums& sums = months[{day.year(), day.month()}];
    if (sums.first_day.empty()) sums.first_day = date(day);
    sums.last_day = date(day);
    const contract::LocalDate as_date{std::chrono::year{static_cast<int>(day.year())},
                                      std::chrono::month{static_cast<unsigned>(day.month())},
                                      std::chrono::day{static_cast<unsigned>(day.day())}};
    if (contract.holidays.contains(as_date)) continue;
    for (const Period& covered : covered_on(contract, day, zone)) {
      std::int64_t known = 0;
      for (const Judged& stretch : stretches) {
        const Period part{std::max(covered.from, stretch.when.from), std::min(covered.to, stretch.when.to)};
        sums.ms[stretch.as] += part.length().count();
        known += part.length().count();
      }
      sums.ms[Counts::unknown] += covered.length().count() - known;
    }
  }
  std::vector<ExpectedRow> rows;
  for (const auto& [month, sums] : months) rows.push_back(row_of(contract, sums));
  return rows;
}

}  // namespace isocenter::truth
