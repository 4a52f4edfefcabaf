#pragma once

#include <functional>
#include <map>
#include <vector>

#include "collector/contract/covered_time.hpp"
#include "collector/state/derive.hpp"
#include "collector/statement/statement.hpp"

namespace isocenter::statement {

/// What a device went through around the periods asked for.
struct History {
  DeviceName device;
  /// By time, none overlapping; whole stretches of `down` at both ends. What they leave open is unknown.
  std::vector<collector::StateInterval> intervals;
  std::vector<collector::FaultRow> faults;  ///< those open in it, by (reported, fault)
  std::vector<Correction> corrections;      ///< in the order of the log
  Instant known_until;
};

/// What a line rests on, for whoever looks for its events.
struct Roots {
  Period when;
  EquipmentState state = EquipmentState::unknown;  ///< as recorded
  std::string source;
  std::optional<collector::EventId> began_by, ended_by;
  std::vector<const collector::FaultRow*> faults;  ///< open in it
};

/// The events behind a line, without the corrections, and who declared what it says.
struct Found {
  std::vector<Evidence> events;
  std::string declared_by;
};
using Find = std::function<Found(const Roots&)>;

/// A device's account under a contract's terms, in both readings, over as many periods as its history tells.
class Account {
 public:
  /// `covered` is covered_time(terms); both outlive the account.
  Account(const contract::Contract& terms, const std::vector<contract::CoveredPiece>& covered, History history);

  Totals recorded(const contract::ContractPeriod& period) const { return totals(period, recorded_); }
  Totals corrected(const contract::ContractPeriod& period) const { return totals(period, corrected_); }
  /// By part and time, those of both readings; each reading's add up to its totals. `find` is asked once a line.
  std::vector<Line> lines(const contract::ContractPeriod& period, const Find& find) const;

 private:
  using Reckoned = std::vector<contract::ReckonedTime>;
  struct Count;
  struct Counts;

  Totals totals(const contract::ContractPeriod& period, const Reckoned& reckoned) const;
  std::map<std::size_t, Counts> count(const contract::ContractPeriod& period) const;
  void count_piece(Period piece, const Reckoned& reckoned, Count Counts::*reading,
                   std::map<std::size_t, Counts>& counts) const;
  void put_lines(std::size_t time, const Counts& counts, Period bounds, const Find& find,
                 std::vector<Line>& lines) const;
  Line line_of(std::size_t time, Period bounds, const Roots& roots) const;
  Roots roots_of(const ReadTime& time) const;
  void put_fault(const Roots& roots, Line& line) const;
  Milliseconds covered_between(Period period) const;

  const contract::Contract& terms_;
  const std::vector<contract::CoveredPiece>& covered_;
  History history_;                ///< without gaps
  std::vector<ReadTime> times_;    ///< `of` counts in history_.intervals
  Reckoned recorded_, corrected_;  ///< `of` counts in times_
};

}  // namespace isocenter::statement
