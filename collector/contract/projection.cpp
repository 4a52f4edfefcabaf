#include "collector/contract/projection.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace isocenter::contract {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::int64_t e4 = 10'000;

Period bounds_of(const Contract& terms, const ContractPeriod& period) {
  return {begin_of_day(terms.zone, period.from), end_of_day(terms.zone, period.to)};
}

/// Covered time of the period that lies in `window`.
Milliseconds covered_in(const std::vector<CoveredPiece>& pieces, const ContractPeriod& period, Period window) {
  Milliseconds sum{0};
  for (const CoveredPiece& piece : pieces) {
    if (!period.contains(piece.day)) continue;
    if (const auto common = overlap(piece.when, window)) sum += common->length();
  }
  return sum;
}

std::vector<CoveredPiece> pieces_of(const std::vector<CoveredPiece>& pieces, const ContractPeriod& period) {
  std::vector<CoveredPiece> within;
  std::ranges::copy_if(pieces, std::back_inserter(within),
                       [&](const auto& piece) { return period.contains(piece.day); });
  return within;
}

/// The stretches of touching down intervals that touch the window, whole.
std::vector<Period> failures_in(const std::vector<StateTime>& times, Period window) {
  std::vector<Period> failures;
  for (const StateTime& time : times) {
    if (time.state != EquipmentState::down || !overlap(time.when, window)) continue;
    if (!failures.empty() && failures.back().to == time.when.from) {
      failures.back().to = time.when.to;
    } else {
      failures.push_back(time.when);
    }
  }
  return failures;
}

/// Of those that ended.
std::optional<Milliseconds> median_repair(const std::vector<Period>& failures, Instant known_until) {
  std::vector<std::int64_t> lengths;
  for (const Period& failure : failures) {
    if (failure.to < known_until) lengths.push_back(failure.length().count());
  }
  if (lengths.empty()) return std::nullopt;
  std::ranges::sort(lengths);
  return Milliseconds{std::llround(linear_quantile(lengths, 0.5))};
}

/// Everything of one period at hand while it is projected.
struct Running {
  const Contract& terms;
  const ContractPeriod& period;
  const std::vector<CoveredPiece>& pieces;
  const Past& past;
  Period bounds;
  std::vector<CoveredPiece> own;  ///< pieces of the period
  std::vector<ReckonedTime> reckoned;

  Period rest() const { return {past.known_until, bounds.to}; }
  Milliseconds ahead(Period window) const {
    return covered_in(own, period, overlap(window, rest()).value_or(Period{}));
  }
};

void put_tallies(const Running& run, Outlook& outlook) {
  outlook.tally = tally(run.own, run.period, run.reckoned, run.past.known_until);
  outlook.so_far = judge(run.terms, run.period, outlook.tally);
  outlook.covered_whole = covered_in(run.own, run.period, run.bounds);
  const Milliseconds rest = run.ahead(run.rest());
  Milliseconds booked{0};
  for (const Period& work : run.past.booked) booked += run.ahead(work);

  CoveredTally quiet = outlook.tally;
  quiet.up += rest;
  outlook.credit_so_far = judge(run.terms, run.period, quiet).credit;
  quiet.up -= booked;
  quiet.planned += booked;
  const Uptime whole = judge(run.terms, run.period, quiet);
  outlook.allowance_e4 = whole.allowance_e4;
  outlook.planned_ahead_e4 = whole.lost_e4 - outlook.so_far.lost_e4;
  outlook.left_e4 = whole.allowance_e4 - whole.lost_e4;
}

void count_losses(const Running& run, Outlook& outlook) {
  std::set<std::size_t> costly, unexplained;
  for (const ReckonedTime& time : run.reckoned) {
    const auto within = overlap(time.when, {run.bounds.from, run.past.known_until});
    if (!within || time.as == Reckoning::up || time.as == Reckoning::excluded) continue;
    if (covered_in(run.own, run.period, *within) == Milliseconds{0}) continue;
    if (weight_of(run.terms, time.as) > 0) costly.insert(time.of);
    const bool needs_cause = time.as == Reckoning::down || time.as == Reckoning::limited;
    const auto cause = run.past.times[time.of].cause.value_or(Cause::unexplained);
    if (needs_cause && cause == Cause::unexplained) unexplained.insert(time.of);
  }
  outlook.losses = costly.size();
  outlook.unexplained = unexplained.size();
}

/// As `past` would be at the period's end if its last state stayed.
std::vector<ReckonedTime> if_it_stays(const Running& run) {
  std::vector<StateTime> times = run.past.times;
  if (!times.empty() && times.back().when.to == run.past.known_until) times.back().when.to = run.bounds.to;
  return reckon(run.terms, times, run.past.faults);
}

void put_breaks(const Running& run, Outlook& outlook) {
  const LossCurve so_far{run.terms, run.own, run.reckoned, {run.bounds.from, run.past.known_until}};
  if (so_far.lost_e4() > outlook.allowance_e4) {
    outlook.broke_at = so_far.exceeds(outlook.allowance_e4);
    outlook.standing = Standing::broken;
    return;
  }
  const auto& times = run.past.times;
  if (times.empty() || times.back().when.to != run.past.known_until) return;
  // Work that lasts on and work that is booked are the same hours.
  const bool is_planned = times.back().state == EquipmentState::planned_down;
  const std::int64_t allowed = outlook.allowance_e4 - (is_planned ? 0 : outlook.planned_ahead_e4);
  const auto reckoned = if_it_stays(run);
  const LossCurve staying{run.terms, run.own, reckoned, run.bounds};
  // Only what the last state costs can break it: an up state never does.
  if (staying.lost_over(staying.covered()) == so_far.lost_e4()) return;
  if (const auto at = staying.exceeds(allowed)) outlook.breaks_at = std::max(*at, run.past.known_until);
}

/// What the open outage will still cost: until its promised end, else until the room's median repair.
std::int64_t rest_of_outage(const Running& run, const std::vector<Period>& failures,
                            std::optional<Milliseconds> repair) {
  const auto& times = run.past.times;
  const Instant now = run.past.known_until;
  if (times.empty() || times.back().when.to != now || times.back().state != EquipmentState::down) return 0;
  Instant until = now;
  const auto promised = std::ranges::find_if(run.past.booked, [&](const Period& work) { return work.contains(now); });
  if (promised != run.past.booked.end()) {
    if (run.terms.planned_down == PlannedDown::lost) return 0;  // it is part of the planned work ahead
    until = promised->to;
  } else if (repair && !failures.empty()) {
    until = std::max(now, failures.back().from + *repair);
  }
  return run.ahead({now, until}).count() * weight_of(run.terms, reckon_alone(run.terms, times.back()));
}

/// Losses of stretches of as much covered time as is left of the period, beginning on each of the days looked back.
std::vector<std::int64_t> losses_of_stretches(const Running& run, Milliseconds length) {
  const Instant now = run.past.known_until;
  if (run.past.times.empty()) return {};
  const Instant first = run.past.times.front().when.from;
  const sys_days today = day_of(run.terms.zone, now);
  const LossCurve curve{run.terms,
                        run.pieces,
                        run.reckoned,
                        {std::max(first, begin_of_day(run.terms.zone, today - days_looked_back)), now}};
  std::vector<std::int64_t> losses;
  for (sys_days day = today - days_looked_back; day < today; day += days{1}) {
    const Instant begin = begin_of_day(run.terms.zone, day);
    if (begin < first) continue;
    const Milliseconds from = curve.covered_at(begin);
    if (from + length > curve.covered()) break;
    losses.push_back(curve.lost_over(from + length) - curve.lost_over(from));
  }
  return losses;
}

std::int64_t tenths_of_percent(double lost_e4, Milliseconds covered) {
  if (covered.count() <= 0) return 1000;
  const double share = lost_e4 / (static_cast<double>(covered.count()) * e4);
  return std::llround(1000 * std::clamp(1 - share, 0.0, 1.0));
}

void put_ends(const Running& run, Outlook& outlook) {
  const Instant now = run.past.known_until;
  const auto failures = failures_in(run.past.times, {now - days_looked_back, now});
  auto losses = losses_of_stretches(run, run.ahead(run.rest()));
  if (losses.size() < fewest_stretches || failures.size() < fewest_failures) return;
  std::ranges::sort(losses);
  Ends ends{.stretches = losses.size(), .failures = failures.size(), .repair = median_repair(failures, now)};
  ends.worse = static_cast<std::size_t>(losses.end() - std::ranges::upper_bound(losses, outlook.left_e4));
  const auto fixed = static_cast<double>(outlook.so_far.lost_e4 + outlook.planned_ahead_e4 +
                                         rest_of_outage(run, failures, ends.repair));
  // What is left is taken for covered but for what the terms take out of booked work.
  Milliseconds covered = outlook.so_far.covered + run.ahead(run.rest());
  if (run.terms.planned_down == PlannedDown::excluded) {
    for (const Period& work : run.past.booked) covered -= run.ahead(work);
  }
  const auto ends_at = [&](double share) { return tenths_of_percent(fixed + linear_quantile(losses, share), covered); };
  ends.low = ends_at(0.9);
  ends.median = ends_at(0.5);
  ends.high = ends_at(0.1);
  if (outlook.standing == Standing::on_course && ends.worse * 10 >= ends.stretches)
    outlook.standing = Standing::at_risk;
  outlook.ends = ends;
}

}  // namespace

std::string_view word(Standing standing) {
  switch (standing) {
    case Standing::broken: return "broken";
    case Standing::at_risk: return "at_risk";
    case Standing::on_course: break;
  }
  return "on_course";
}

std::int64_t weight_of(const Contract& terms, Reckoning as) {
  switch (as) {
    case Reckoning::down: return e4;
    case Reckoning::limited: return terms.limited_weight.units;
    case Reckoning::planned: return terms.planned_down == PlannedDown::lost ? e4 : 0;
    case Reckoning::unknown: return terms.unknown == UnknownTime::down ? e4 : 0;
    case Reckoning::up:
    case Reckoning::excluded: break;
  }
  return 0;
}

LossCurve::LossCurve(const Contract& terms, const std::vector<CoveredPiece>& pieces,
                     const std::vector<ReckonedTime>& times, Period window) {
  const std::int64_t unknown = weight_of(terms, Reckoning::unknown);
  auto time = times.begin();
  for (const CoveredPiece& piece : pieces) {
    const auto within = overlap(piece.when, window);
    if (!within) continue;
    Instant from = within->from;
    while (time != times.end() && time->when.to <= from) ++time;
    for (auto next = time; next != times.end() && next->when.from < within->to; ++next) {
      const auto part = overlap(next->when, {from, within->to});
      if (!part) continue;
      add({from, part->from}, unknown);
      add(*part, weight_of(terms, next->as));
      from = part->to;
    }
    add({from, within->to}, unknown);
  }
}

void LossCurve::add(Period when, std::int64_t weight) {
  if (when.empty()) return;
  if (!steps_.empty() && steps_.back().weight == weight && steps_.back().when.to == when.from) {
    steps_.back().when.to = when.to;
  } else {
    steps_.push_back({when, weight, covered_, lost_e4_});
  }
  covered_ += when.length();
  lost_e4_ += when.length().count() * weight;
}

Milliseconds LossCurve::covered_at(Instant instant) const {
  const auto after = std::ranges::upper_bound(steps_, instant, {}, [](const Step& step) { return step.when.from; });
  if (after == steps_.begin()) return Milliseconds{0};
  const Step& step = *std::prev(after);
  return step.covered_before + Period{step.when.from, std::min(instant, step.when.to)}.length();
}

std::int64_t LossCurve::lost_over(Milliseconds covered) const {
  if (covered >= covered_) return lost_e4_;
  const auto after = std::ranges::upper_bound(steps_, covered, {}, &Step::covered_before);
  if (after == steps_.begin()) return 0;
  const Step& step = *std::prev(after);
  return step.lost_before + (covered - step.covered_before).count() * step.weight;
}

std::optional<Instant> LossCurve::exceeds(std::int64_t allowance_e4) const {
  if (lost_e4_ <= allowance_e4) return std::nullopt;
  for (const Step& step : steps_) {
    const std::int64_t left = allowance_e4 - step.lost_before;
    if (step.when.length().count() * step.weight > left)
      return step.when.from + Milliseconds{std::max<std::int64_t>(left, 0) / step.weight};
  }
  return std::nullopt;
}

Contract reaching_back(Contract terms, const ContractPeriod& period, Instant known_until) {
  const sys_days first = sys_days{day_of(terms.zone, known_until)} - days_looked_back;
  terms.starts = std::min(period.from, LocalDate{first});
  terms.ends = period.to;
  return terms;
}

Outlook project(const Contract& terms, const ContractPeriod& period, const std::vector<CoveredPiece>& pieces,
                const Past& past) {
  const Running run{.terms = terms,
                    .period = period,
                    .pieces = pieces,
                    .past = past,
                    .bounds = bounds_of(terms, period),
                    .own = pieces_of(pieces, period),
                    .reckoned = reckon(terms, past.times, past.faults)};
  Outlook outlook;
  put_tallies(run, outlook);
  count_losses(run, outlook);
  put_breaks(run, outlook);
  put_ends(run, outlook);
  // More planned work is booked than may be lost.
  if (outlook.standing == Standing::on_course && outlook.left_e4 < 0) outlook.standing = Standing::at_risk;
  return outlook;
}

double linear_quantile(const std::vector<std::int64_t>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const auto low = static_cast<double>(sorted[below]);
  if (below + 1 == sorted.size()) return low;
  return low + (place - static_cast<double>(below)) * (static_cast<double>(sorted[below + 1]) - low);
}

}  // namespace isocenter::contract
