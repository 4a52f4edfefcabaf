#include "collector/filing/history.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collector/store/derived_columns.hpp"

namespace isocenter::filing {
namespace {

using collector::FaultRow;
using collector::StateInterval;
using statement::Correction;

std::string intervals_where(std::string_view condition) {
  return fmt::format("SELECT {} FROM interval WHERE device = ?1 AND {}", collector::interval_columns, condition);
}

std::vector<StateInterval> read_intervals(sqlite::Statement& rows, const DeviceName& device) {
  std::vector<StateInterval> intervals;
  while (rows.step()) intervals.push_back(collector::read_interval(rows, device));
  return intervals;
}

/// Whether it may belong to an outage, in one of the readings.
bool may_be_down(const StateInterval& interval, const std::vector<Correction>& corrections) {
  if (interval.state == EquipmentState::down) return true;
  return std::any_of(corrections.begin(), corrections.end(), [&](const Correction& correction) {
    return correction.said.state == EquipmentState::down &&
           overlap(interval.period, {correction.said.from, correction.said.to});
  });
}

/// Of the neighbours in the order they come, those that may belong to one outage with what they touch.
void put_outage(sqlite::Statement& neighbours, const DeviceName& device, const std::vector<Correction>& corrections,
                std::vector<StateInterval>& intervals) {
  while (neighbours.step()) {
    intervals.push_back(collector::read_interval(neighbours, device));
    if (!may_be_down(intervals.back(), corrections)) return;
  }
}

std::vector<FaultRow> read_faults(const DeviceName& device, Period window, sqlite::Database& database) {
  sqlite::Statement rows{database, fmt::format("SELECT {} FROM fault WHERE device = ?1 AND {} ORDER BY reported, fault",
                                               collector::fault_columns, collector::fault_matters)};
  rows.bind(1, std::string_view{device.text()}).bind(2, to_unix_ms(window.from)).bind(3, to_unix_ms(window.to));
  std::vector<FaultRow> faults;
  while (rows.step()) faults.push_back(collector::read_fault(rows, device));
  return faults;
}

/// From where on outages can reach into the window: a release may come long after the repair.
Instant outages_from(const contract::Contract& terms, Period window, const std::vector<FaultRow>& faults) {
  Instant from = window.from;
  if (terms.outage_ends != contract::OutageEnds::released) return from;
  for (const FaultRow& fault : faults) {
    if (fault.released && *fault.released > window.from) from = std::min(from, fault.reported);
  }
  return from;
}

}  // namespace

statement::History read_history(const DeviceName& device, const contract::Contract& terms, Period window,
                                std::vector<Correction> corrections, Instant known_until, sqlite::Database& database) {
  statement::History history{.device = device,
                             .intervals = {},
                             .faults = read_faults(device, window, database),
                             .corrections = std::move(corrections),
                             .known_until = known_until};
  const Instant from = outages_from(terms, window, history.faults);
  sqlite::Statement within{
      database, intervals_where(
                    fmt::format("{} AND (to_ms IS NULL OR to_ms > ?2) ORDER BY from_ms", collector::interval_touches))};
  within.bind(1, std::string_view{device.text()}).bind(2, to_unix_ms(from)).bind(3, to_unix_ms(window.to));
  history.intervals = read_intervals(within, device);
  if (history.intervals.empty()) return history;
  if (may_be_down(history.intervals.front(), history.corrections)) {
    sqlite::Statement before{database, intervals_where("from_ms < ?2 ORDER BY from_ms DESC")};
    before.bind(1, std::string_view{device.text()}).bind(2, to_unix_ms(history.intervals.front().period.from));
    std::vector<StateInterval> outage;
    put_outage(before, device, history.corrections, outage);
    history.intervals.insert(history.intervals.begin(), outage.rbegin(), outage.rend());
  }
  if (may_be_down(history.intervals.back(), history.corrections)) {
    sqlite::Statement after{database, intervals_where("from_ms > ?2 AND from_ms < ?3 ORDER BY from_ms")};
    after.bind(1, std::string_view{device.text()}).bind(2, to_unix_ms(history.intervals.back().period.from));
    after.bind(3, to_unix_ms(known_until));
    put_outage(after, device, history.corrections, history.intervals);
  }
  // Faults of an outage that reaches beyond the window are open there, perhaps not within.
  history.faults = read_faults(
      device, {history.intervals.front().period.from, std::max(window.to, history.intervals.back().period.to)},
      database);
  return history;
}

}  // namespace isocenter::filing
