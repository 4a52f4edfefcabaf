#pragma once

#include <optional>
#include <vector>

#include "collector/contract/contract.hpp"
#include "collector/contract/contract_period.hpp"
#include "collector/contract/covered_time.hpp"
#include "collector/contract/reckoning.hpp"

namespace isocenter::contract {

/// Covered time of a period by what it was, whatever the policy.
struct CoveredTally {
  Milliseconds up{0}, limited{0}, down{0}, planned{0}, unknown{0}, excluded{0};
  Milliseconds whole() const { return up + limited + down + planned + unknown + excluded; }
  bool operator==(const CoveredTally&) const = default;
};

/// Of the pieces whose day lies in `period`. What `times` leaves open is unknown. `known_until`: later is left out.
CoveredTally tally(const std::vector<CoveredPiece>& pieces, const ContractPeriod& period,
                   const std::vector<ReckonedTime>& times, Instant known_until = end_of_time);

/// Uptime in millionths of a percent, cut off; none where no time is covered.
using Percent = std::optional<std::int64_t>;

struct Uptime {
  Milliseconds covered{0};   ///< C, what the guarantee is held against
  std::int64_t lost_e4 = 0;  ///< L, in ten-thousandths of a millisecond
  Percent uptime, worst, best;
  std::int64_t allowance_e4 = 0;              ///< cut off
  std::optional<std::int64_t> margin_e4{};    ///< allowance less L, cut off toward minus infinity; none without C
  Hundredths price{};                         ///< the period's, rounded; credits are of the exact one
  Hundredths step_credit{}, hourly_credit{};  ///< before the cap; add up to the sum rounded once
  Hundredths credit{};                        ///< capped
  bool operator==(const Uptime&) const = default;
};

/// What the vendor kept and owes for the period.
Uptime judge(const Contract& contract, const ContractPeriod& period, const CoveredTally& tally);

}  // namespace isocenter::contract
