#include "collector/contract/uptime.hpp"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>

namespace isocenter::contract {
namespace {

/// Exact: a guarantee that is missed by a millisecond is missed.
using Exact = boost::multiprecision::cpp_rational;
using Whole = boost::multiprecision::cpp_int;

constexpr std::int64_t e4 = 10'000;
constexpr std::int64_t ms_an_hour = 3'600'000;

Whole floor_of(const Exact& value) {
  const Whole over = numerator(value), under = denominator(value);
  Whole quotient = over / under;  // toward zero
  if (over % under != 0 && over < 0) --quotient;
  return quotient;
}

std::int64_t cut_off(const Exact& value) { return static_cast<std::int64_t>(floor_of(value)); }

/// Of 1, e.g. 0.97 of 97 %.
Exact share(TenThousandths percent) { return Exact{percent.units, 100 * e4}; }

Percent percent_of(std::int64_t lost_e4, Milliseconds covered) {
  if (covered.count() <= 0) return std::nullopt;
  const Exact uptime = 1 - Exact{lost_e4, Whole{covered.count()} * e4};
  return cut_off(uptime * 100'000'000);
}

struct Weighed {
  Milliseconds covered;
  std::int64_t lost_e4;
};

/// `unknown`: how unknown time is taken, for the contract's own, the worst and the best case.
Weighed weigh(const Contract& contract, const CoveredTally& tally, UnknownTime unknown) {
  Milliseconds covered = tally.whole() - tally.excluded;
  if (contract.planned_down == PlannedDown::excluded) covered -= tally.planned;
  if (unknown == UnknownTime::excluded) covered -= tally.unknown;
  std::int64_t lost = tally.down.count() * e4 + tally.limited.count() * contract.limited_weight.units;
  if (contract.planned_down == PlannedDown::lost) lost += tally.planned.count() * e4;
  if (unknown == UnknownTime::down) lost += tally.unknown.count() * e4;
  return {covered, lost};
}

/// In ten-thousandths of a millisecond.
Exact allowance_e4(const Contract& contract, Milliseconds covered) {
  if (contract.allowed_lost_hours) return Exact{Whole{contract.allowed_lost_hours->units} * ms_an_hour};
  const TenThousandths guaranteed = contract.guaranteed_percent.value_or(TenThousandths{});
  return Exact{Whole{covered.count()} * e4} * (1 - share(guaranteed));
}

/// Of the lowest step that the exact uptime lies below.
TenThousandths step_reached(const Contract& contract, const Weighed& weighed) {
  const Exact uptime = 1 - Exact{weighed.lost_e4, Whole{weighed.covered.count()} * e4};
  const CreditStep* reached = nullptr;
  for (const CreditStep& step : contract.credit) {
    if (uptime >= share(step.below_percent)) continue;
    if (reached == nullptr || step.below_percent < reached->below_percent) reached = &step;
  }
  return reached == nullptr ? TenThousandths{} : reached->credit_percent;
}

/// In hundredths, unrounded.
Exact price_of(const Contract& contract, const ContractPeriod& period) {
  return Exact{Whole{contract.annual_price.units} * period.days(), days_of_year(period.from.year())};
}

/// Half up.
Hundredths rounded(const Exact& hundredths) { return {cut_off(hundredths + Exact{1, 2})}; }

void put_credit(const Contract& contract, const ContractPeriod& period, const Weighed& weighed, Uptime& result) {
  const Exact price = price_of(contract, period);
  result.price = rounded(price);
  if (weighed.covered.count() <= 0) return;
  const Exact by_step = price * share(step_reached(contract, weighed));
  const Exact excess = Exact{weighed.lost_e4} - allowance_e4(contract, weighed.covered);
  Exact owed = by_step;
  if (excess > 0) owed += excess / (Whole{ms_an_hour} * e4) * contract.credit_per_hour.units;
  result.step_credit = rounded(by_step);
  result.hourly_credit = {rounded(owed).units - result.step_credit.units};
  result.credit = rounded(std::min(owed, Exact{price * share(contract.credit_cap_percent)}));
}

}  // namespace

CoveredTally tally(const std::vector<CoveredPiece>& pieces, const ContractPeriod& period,
                   const std::vector<ReckonedTime>& times, Instant known_until) {
  CoveredTally sums;
  const auto sum_of = [&](Reckoning as) -> Milliseconds& {
    switch (as) {
      case Reckoning::up: return sums.up;
      case Reckoning::limited: return sums.limited;
      case Reckoning::down: return sums.down;
      case Reckoning::planned: return sums.planned;
      case Reckoning::excluded: return sums.excluded;
      case Reckoning::unknown: break;
    }
    return sums.unknown;
  };
  for (const CoveredPiece& piece : pieces) {
    const Period when{piece.when.from, std::min(piece.when.to, known_until)};
    if (!period.contains(piece.day) || when.empty()) continue;
    Milliseconds open = when.length();
    auto time = std::lower_bound(times.begin(), times.end(), when.from,
                                 [](const ReckonedTime& each, Instant from) { return each.when.to <= from; });
    for (; time != times.end() && time->when.from < when.to; ++time) {
      const auto within = overlap(time->when, when);
      if (!within) continue;
      sum_of(time->as) += within->length();
      open -= within->length();
    }
    sums.unknown += open;
  }
  return sums;
}

Uptime judge(const Contract& contract, const ContractPeriod& period, const CoveredTally& tally) {
  const Weighed own = weigh(contract, tally, contract.unknown);
  const Weighed worst = weigh(contract, tally, UnknownTime::down), best = weigh(contract, tally, UnknownTime::up);
  Uptime result{.covered = own.covered,
                .lost_e4 = own.lost_e4,
                .uptime = percent_of(own.lost_e4, own.covered),
                .worst = percent_of(worst.lost_e4, worst.covered),
                .best = percent_of(best.lost_e4, best.covered)};
  result.allowance_e4 = cut_off(allowance_e4(contract, own.covered));
  if (own.covered.count() > 0) result.margin_e4 = result.allowance_e4 - own.lost_e4;
  put_credit(contract, period, own, result);
  return result;
}

}  // namespace isocenter::contract
