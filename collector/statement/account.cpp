#include "collector/statement/account.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "collector/statement/told.hpp"

namespace isocenter::statement {
namespace {

using collector::FaultRow;
using collector::StateInterval;
using contract::Because;
using contract::Contract;
using contract::ContractPeriod;
using contract::PlannedDown;
using contract::ReckonedTime;
using contract::Reckoning;
using contract::StateTime;
using contract::TenThousandths;
using contract::UnknownTime;

constexpr TenThousandths all_of_it{10'000}, nothing_of_it{0};

std::optional<Part> part_of(Reckoning as) {
  switch (as) {
    case Reckoning::up: return std::nullopt;
    case Reckoning::limited: return Part::limited;
    case Reckoning::down: return Part::down;
    case Reckoning::planned: return Part::planned;
    case Reckoning::unknown: return Part::unknown;
    case Reckoning::excluded: return Part::excluded;
  }
  return std::nullopt;
}

TenThousandths weight_of(const Contract& terms, Part part) {
  switch (part) {
    case Part::planned: return terms.planned_down == PlannedDown::up ? nothing_of_it : all_of_it;
    case Part::unknown: return terms.unknown == UnknownTime::up ? nothing_of_it : all_of_it;
    case Part::limited: return terms.limited_weight;
    case Part::excluded:
    case Part::down: break;
  }
  return all_of_it;
}

bool has_cause(EquipmentState state) { return state == EquipmentState::down || state == EquipmentState::limited; }

std::optional<Cause> cause_of(const StateTime& time) {
  return has_cause(time.state) ? std::optional{time.cause.value_or(Cause::unexplained)} : std::nullopt;
}

/// `closed` that nobody observed is unknown.
EquipmentState counted_as(const StateInterval& interval) {
  const bool unseen = interval.state == EquipmentState::closed && interval.grade == Grade::d;
  return unseen ? EquipmentState::unknown : interval.state;
}

/// Puts an interval of nobody where none is recorded, so that each instant of `whole` has one.
std::vector<StateInterval> without_gaps(History& history, Period whole) {
  std::vector<StateInterval> all;
  all.reserve(history.intervals.size() + 2);
  Instant from = whole.from;
  const auto put_gap = [&](Instant to) {
    if (from >= to) return;
    all.push_back({.device = history.device,
                   .state = EquipmentState::unknown,
                   .period = {from, to},
                   .cause = {},
                   .grade = Grade::d,
                   .reason = std::string{not_recorded},
                   .source = "nobody",
                   .exam = {},
                   .began_by = {}});
  };
  for (StateInterval& interval : history.intervals) {
    put_gap(std::min(interval.period.from, whole.to));
    from = std::max(from, interval.period.to);
    all.push_back(std::move(interval));
  }
  put_gap(whole.to);
  return all;
}

/// As far as it is known.
std::vector<StateTime> states_of(const std::vector<StateInterval>& intervals, Instant known_until) {
  std::vector<StateTime> states;
  states.reserve(intervals.size());
  for (const StateInterval& interval : intervals) {
    const Period when{interval.period.from, std::min(interval.period.to, known_until)};
    states.push_back({when, counted_as(interval), has_cause(interval.state) ? interval.cause : std::nullopt});
  }
  return states;
}

std::vector<StateTime> of_reading(const std::vector<ReadTime>& times, StateTime ReadTime::*reading) {
  std::vector<StateTime> states;
  states.reserve(times.size());
  for (const ReadTime& time : times) states.push_back(time.*reading);
  return states;
}

std::vector<contract::FaultLife> lives_of(const std::vector<FaultRow>& faults) {
  std::vector<contract::FaultLife> lives;
  for (const FaultRow& fault : faults) lives.push_back({fault.reported, fault.called, fault.released, fault.closed});
  return lives;
}

Milliseconds sum_of(const std::vector<Period>& pieces) {
  Milliseconds sum{0};
  for (const Period& piece : pieces) sum += piece.length();
  return sum;
}

/// Days follow one another without a break where the hours do.
void put_piece(Period piece, std::vector<Period>& pieces) {
  if (!pieces.empty() && pieces.back().to == piece.from) {
    pieces.back().to = piece.to;
  } else {
    pieces.push_back(piece);
  }
}

/// Corrections are events behind the line like any other.
void put_corrections(Line& line) {
  for (const Correction& correction : line.corrections) {
    line.events.push_back({correction.at, "interval.corrected", correction.place, told(correction.said)});
  }
  std::stable_sort(line.events.begin(), line.events.end(), [](const Evidence& a, const Evidence& b) {
    return std::tuple{a.when, a.place.log_row} < std::tuple{b.when, b.place.log_row};
  });
}

bool concerns(const FaultRow& fault, const Roots& roots) {
  const Instant closed = std::max(fault.closed.value_or(end_of_time), fault.reported + Milliseconds{1});
  if (!overlap(roots.when, {fault.reported, closed})) return false;
  if (roots.state == EquipmentState::down) return fault.effect == Effect::down;
  if (roots.state == EquipmentState::limited) return fault.effect == Effect::limited;
  return false;
}

}  // namespace

/// What of a time counts in one reading.
struct Account::Count {
  std::vector<Period> pieces;
  Because because = Because::told;
};

struct Account::Counts {
  std::vector<Period> covered;  ///< of the time itself
  Count recorded, corrected;
};

Account::Account(const Contract& terms, const std::vector<contract::CoveredPiece>& covered, History history)
    : terms_{terms}, covered_{covered}, history_{std::move(history)} {
  const Instant begin = covered.empty() ? history_.known_until : covered.front().when.from;
  history_.intervals = without_gaps(history_, {begin, history_.known_until});
  std::erase_if(history_.intervals, [&](const auto& each) { return each.period.from >= history_.known_until; });
  times_ = read_corrected(states_of(history_.intervals, history_.known_until), history_.corrections);
  const auto lives = lives_of(history_.faults);
  recorded_ = contract::reckon(terms, of_reading(times_, &ReadTime::recorded), lives);
  corrected_ = contract::reckon(terms, of_reading(times_, &ReadTime::corrected), lives);
}

Totals Account::totals(const ContractPeriod& period, const Reckoned& reckoned) const {
  Totals totals;
  totals.tally = contract::tally(covered_, period, reckoned, history_.known_until);
  totals.uptime = contract::judge(terms_, period, totals.tally);
  totals.limited_lost = totals.tally.limited.count() * terms_.limited_weight.units;
  if (terms_.planned_down == PlannedDown::lost) totals.planned_lost = totals.tally.planned.count() * 10'000;
  if (terms_.unknown == UnknownTime::down) totals.unknown_lost = totals.tally.unknown.count() * 10'000;
  return totals;
}

void Account::count_piece(Period piece, const Reckoned& reckoned, Count Counts::*reading,
                          std::map<std::size_t, Counts>& counts) const {
  auto time = std::lower_bound(reckoned.begin(), reckoned.end(), piece.from,
                               [](const ReckonedTime& each, Instant from) { return each.when.to <= from; });
  for (; time != reckoned.end() && time->when.from < piece.to; ++time) {
    const auto within = overlap(time->when, piece);
    if (!within || (time->as == Reckoning::up && time->because == Because::told)) continue;
    Count& count = counts[time->of].*reading;
    if (time->because != Because::told) count.because = time->because;
    if (time->as != Reckoning::up) put_piece(*within, count.pieces);
  }
}

/// By index in times_: all that is not simply up in one of the readings.
std::map<std::size_t, Account::Counts> Account::count(const ContractPeriod& period) const {
  std::map<std::size_t, Counts> counts;
  std::vector<Period> covered;
  for (const contract::CoveredPiece& each : covered_) {
    const Period piece{each.when.from, std::min(each.when.to, history_.known_until)};
    if (period.contains(each.day) && !piece.empty()) covered.push_back(piece);
  }
  for (const Period& piece : covered) {
    count_piece(piece, recorded_, &Counts::recorded, counts);
    count_piece(piece, corrected_, &Counts::corrected, counts);
  }
  for (auto& [index, each] : counts) {
    const Period when = times_[index].recorded.when;
    auto piece = std::lower_bound(covered.begin(), covered.end(), when.from,
                                  [](const Period& one, Instant from) { return one.to <= from; });
    for (; piece != covered.end() && piece->from < when.to; ++piece) {
      if (const auto within = overlap(*piece, when)) put_piece(*within, each.covered);
    }
  }
  return counts;
}

Roots Account::roots_of(const ReadTime& time) const {
  const StateInterval& interval = history_.intervals[time.of];
  const bool has_next = time.of + 1 < history_.intervals.size();
  Roots roots{.when = time.recorded.when,
              .state = time.recorded.state,
              .source = interval.source,
              .began_by = interval.began_by,
              .ended_by = has_next ? history_.intervals[time.of + 1].began_by : std::nullopt,
              .faults = {}};
  for (const FaultRow& fault : history_.faults) {
    if (concerns(fault, roots)) roots.faults.push_back(&fault);
  }
  const auto is_named = [&](const FaultRow* fault) { return interval.reason == "fault:" + fault->code; };
  std::stable_partition(roots.faults.begin(), roots.faults.end(), is_named);
  return roots;
}

Milliseconds Account::covered_between(Period period) const {
  Milliseconds sum{0};
  auto piece = std::lower_bound(covered_.begin(), covered_.end(), period.from,
                                [](const contract::CoveredPiece& each, Instant from) { return each.when.to <= from; });
  for (; piece != covered_.end() && piece->when.from < period.to; ++piece) {
    if (const auto within = overlap(piece->when, period)) sum += within->length();
  }
  return sum;
}

void Account::put_fault(const Roots& roots, Line& line) const {
  if (roots.faults.empty()) return;
  const FaultRow& fault = *roots.faults.front();
  line.fault = fault.fault;
  if (fault.repaired) line.repair = *fault.repaired - fault.reported;
  if (!fault.on_site) return;
  Response response{.called = std::min(fault.called.value_or(fault.reported), *fault.on_site),
                    .on_site = *fault.on_site,
                    .covered = {},
                    .promised = {}};
  response.covered = covered_between({response.called, response.on_site});
  constexpr std::int64_t ms_of_ten_thousandth_hour = 360;
  if (terms_.response_hours) {
    response.promised = Milliseconds{terms_.response_hours->units * ms_of_ten_thousandth_hour};
  }
  line.response = response;
}

/// All that a time's lines have in common.
Line Account::line_of(std::size_t time, Period bounds, const Roots& roots) const {
  const ReadTime& read = times_[time];
  const StateInterval& interval = history_.intervals[read.of];
  Line line{.when = read.recorded.when,
            .lasts = interval.period.to > history_.known_until && read.recorded.when.to == history_.known_until,
            .recorded_state = read.recorded.state,
            .cause = {},
            .recorded_cause = cause_of(read.recorded),
            .reason = interval.reason,
            .grade = interval.grade,
            .source = interval.source,
            .declared_by = {},
            .fault = {},
            .weight = {},
            .recorded = {},
            .corrected = {},
            .corrections = {},
            .response = {},
            .repair = {},
            .pieces = {},
            .events = {}};
  if (interval.reason == not_recorded) line.when = overlap(line.when, bounds).value_or(line.when);
  for (const std::size_t one : read.corrections) line.corrections.push_back(history_.corrections[one]);
  put_fault(roots, line);
  return line;
}

void Account::put_lines(std::size_t time, const Counts& counts, Period bounds, const Find& find,
                        std::vector<Line>& lines) const {
  const ReadTime& read = times_[time];
  const auto was = part_of(contract::reckon_alone(terms_, read.recorded));
  const auto is = part_of(contract::reckon_alone(terms_, read.corrected));
  const Roots roots = roots_of(read);
  Line line = line_of(time, bounds, roots);
  Found found = find(roots);
  line.declared_by = std::move(found.declared_by);
  line.events = std::move(found.events);
  put_corrections(line);
  const auto put = [&](Part part, const StateTime& state, const Count& count, std::optional<TenThousandthMs> recorded,
                       std::optional<TenThousandthMs> corrected) {
    Line one = line;
    one.part = part;
    one.state = state.state;
    one.cause = cause_of(state);
    one.covered = sum_of(counts.covered);
    one.counted = sum_of(count.pieces);
    one.weight = weight_of(terms_, part);
    one.recorded = recorded;
    one.corrected = corrected;
    // The rest of it belongs to the outage before, which goes on until its release.
    const bool is_laid_over = count.because == Because::told && one.counted < one.covered;
    one.because = is_laid_over ? Because::until_release : count.because;
    one.pieces = count.pieces;
    lines.push_back(std::move(one));
  };
  const auto taken = [&](Part part, const Count& count) {
    return sum_of(count.pieces).count() * weight_of(terms_, part).units;
  };
  if (is) {
    const auto recorded = was == is ? std::optional{taken(*is, counts.recorded)} : std::nullopt;
    put(*is, read.corrected, counts.corrected, recorded, taken(*is, counts.corrected));
  }
  if (was && was != is) put(*was, read.recorded, counts.recorded, taken(*was, counts.recorded), std::nullopt);
}

std::vector<Line> Account::lines(const ContractPeriod& period, const Find& find) const {
  const Period bounds{contract::begin_of_day(terms_.zone, period.from), contract::end_of_day(terms_.zone, period.to)};
  std::vector<Line> lines;
  for (const auto& [time, counts] : count(period)) put_lines(time, counts, bounds, find, lines);
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return std::tuple{a.part, a.when.from, a.until_recorded()} < std::tuple{b.part, b.when.from, b.until_recorded()};
  });
  return lines;
}

}  // namespace isocenter::statement
