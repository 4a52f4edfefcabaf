#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "collector/contract/uptime.hpp"

/// Where a running period is heading (docs/contracts.md, Projection). Losses are in ten-thousandths of a millisecond.
namespace isocenter::contract {

/// What a moment of it costs, in ten-thousandths.
std::int64_t weight_of(const Contract& terms, Reckoning as);

/// How loss grew along the covered time: exact at each instant, and asked without going through the times again.
class LossCurve {
 public:
  /// `pieces` and `times`: by time, none overlapping. Nothing outside `window` counts; what `times` leave open is
  /// unknown.
  LossCurve(const Contract& terms, const std::vector<CoveredPiece>& pieces, const std::vector<ReckonedTime>& times,
            Period window);

  Milliseconds covered() const { return covered_; }
  std::int64_t lost_e4() const { return lost_e4_; }
  /// Covered time before the instant.
  Milliseconds covered_at(Instant instant) const;
  /// Loss over the first `covered` of the covered time.
  std::int64_t lost_over(Milliseconds covered) const;
  /// The last instant at which no more than `allowance_e4` was lost; nothing where it never is more.
  std::optional<Instant> exceeds(std::int64_t allowance_e4) const;

 private:
  /// Covered time without a break and of one weight.
  struct Step {
    Period when;
    std::int64_t weight;
    Milliseconds covered_before;
    std::int64_t lost_before;
  };
  void add(Period when, std::int64_t weight);

  std::vector<Step> steps_;
  Milliseconds covered_{0};
  std::int64_t lost_e4_ = 0;
};

/// What is known of a device, as it is read now.
struct Past {
  std::vector<StateTime> times;  ///< by time, none overlapping, none later than `known_until`
  std::vector<FaultLife> faults;
  Instant known_until;
  std::vector<Period> booked;  ///< planned work that is announced; by time, none overlapping
};

enum class Standing { broken, at_risk, on_course };
std::string_view word(Standing standing);

/// What uptime the period ends at, if the rest goes like stretches of the last 365 days did.
struct Ends {
  std::int64_t low = 0, median = 0, high = 0;  ///< tenths of a percent: 90th, 50th, 10th percentile of the loss
  std::size_t stretches = 0;
  std::size_t worse = 0;  ///< of these lost more than is left
  std::size_t failures = 0;
  std::optional<Milliseconds> repair;  ///< how long failures lasted, the median
};

struct Outlook {
  CoveredTally tally;             ///< so far
  Uptime so_far;                  ///< as the reports have it
  Hundredths credit_so_far;       ///< owed even if nothing more is lost
  Milliseconds covered_whole{0};  ///< calendar hours of the whole period
  std::int64_t allowance_e4 = 0;  ///< of the whole period
  std::int64_t planned_ahead_e4 = 0;
  std::int64_t left_e4 = 0;     ///< allowance less what is lost and what booked planned work will cost
  std::size_t losses = 0;       ///< intervals that cost time
  std::size_t unexplained = 0;  ///< of down or limited that count, those without a cause
  Standing standing = Standing::on_course;
  std::optional<Instant> broke_at;   ///< when more was lost than is allowed
  std::optional<Instant> breaks_at;  ///< when it would be, if the present state stays; within the period
  std::optional<Ends> ends;          ///< none: too few losses to tell
};

inline constexpr std::size_t fewest_stretches = 60, fewest_failures = 3;
inline constexpr std::chrono::days days_looked_back{365};

/// The terms as if they had held for all the days looked back from `known_until`, and for no others but those of
/// `period`, which runs then: what stretches are measured by.
Contract reaching_back(Contract terms, const ContractPeriod& period, Instant known_until);

/// `pieces`: covered_time of the terms reaching back. `period`: the one that runs at `past.known_until`.
Outlook project(const Contract& terms, const ContractPeriod& period, const std::vector<CoveredPiece>& pieces,
                const Past& past);

/// Linear between the neighbours: definition 7 of Hyndman and Fan. `sorted`: rising, not empty; `share`: 0 … 1.
double linear_quantile(const std::vector<std::int64_t>& sorted, double share);

}  // namespace isocenter::contract
