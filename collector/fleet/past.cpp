#include "collector/fleet/past.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "collector/analytics/state_times.hpp"
#include "collector/store/derived_columns.hpp"

namespace isocenter::fleet {
namespace {

using collector::FaultRow;
using contract::StateTime;
using statement::Correction;

/// In one of the readings.
bool may_be_down(const StateTime& time, const std::vector<Correction>& corrections) {
  return time.state == EquipmentState::down || std::ranges::any_of(corrections, [&](const Correction& correction) {
           return correction.said.state == EquipmentState::down &&
                  overlap(time.when, {correction.said.from, correction.said.to});
         });
}

std::string intervals_where(std::string_view index, std::string_view condition) {
  return fmt::format("SELECT from_ms, to_ms, state, cause, grade FROM interval {} WHERE device = ?1 AND {}", index,
                     condition);
}

std::vector<FaultRow> read_faults(sqlite::Statement& rows, const DeviceName& device, Period window) {
  rows.bind(1, std::string_view{device.text()}).bind(2, to_unix_ms(window.from)).bind(3, to_unix_ms(window.to));
  std::vector<FaultRow> faults;
  while (rows.step()) faults.push_back(collector::read_fault(rows, device));
  return faults;
}

/// A device's times, taken piece by piece.
class Times {
 public:
  Times(const DeviceName& device, Instant known_until) : device_{device}, known_until_{known_until} {}

  void take(sqlite::Statement& rows, Period window) {
    rows.bind(1, std::string_view{device_.text()});
    rows.bind(2, to_unix_ms(window.from)).bind(3, to_unix_ms(std::min(window.to, known_until_)));
    while (rows.step()) take(rows);
  }

  /// The stretch of down that the first of what was taken may belong to, whole.
  void take_stretch_before(sqlite::Statement& touching, const std::vector<Correction>& corrections) {
    while (!times_.empty() && may_be_down(times_.begin()->second, corrections)) {
      const std::size_t before = times_.size();
      const Instant from = times_.begin()->first;
      take(touching, {from - Milliseconds{1}, from});
      if (times_.size() == before) return;
    }
  }

  /// By time and without gaps: an interval that was not taken costs nothing.
  std::vector<StateTime> filled() const {
    std::vector<StateTime> filled;
    filled.reserve(2 * times_.size());
    for (const auto& [from, time] : times_) {
      if (!filled.empty()) fill(filled, from);
      filled.push_back(time);
    }
    if (!filled.empty()) fill(filled, known_until_);
    return filled;
  }

 private:
  void take(const sqlite::Statement& row) {
    const Instant from = from_unix_ms(row.integer(0));
    const Instant to = row.is_null(1) ? known_until_ : std::min(from_unix_ms(row.integer(1)), known_until_);
    if (from >= to) return;
    const auto state = from_word<EquipmentState>(row.text_view(2)).value_or(EquipmentState::unknown);
    const auto grade = from_word<Grade>(row.text_view(4)).value_or(Grade::d);
    const auto cause = row.is_null(3) ? std::nullopt : from_word<Cause>(row.text_view(3));
    times_.insert_or_assign(from, StateTime{{from, to}, analytics::counted_as(state, grade), cause});
  }

  static void fill(std::vector<StateTime>& times, Instant until) {
    const Instant from = times.back().when.to;
    if (from < until) times.push_back({{from, until}, EquipmentState::ready, std::nullopt});
  }

  const DeviceName& device_;
  Instant known_until_;
  std::map<Instant, StateTime> times_;
};

/// Where it matters how a room was used, beside what cost time.
std::vector<Period> wanted_whole(const contract::Contract& terms, Instant from, const std::vector<FaultRow>& faults,
                                 const std::vector<Correction>& corrections, Instant known_until) {
  std::vector<Period> wanted;
  if (terms.outage_ends == contract::OutageEnds::released) {
    for (const FaultRow& fault : faults) wanted.push_back({fault.reported, fault.released.value_or(known_until)});
  }
  for (const Correction& correction : corrections) {
    const Period corrected{correction.said.from, correction.said.to};
    if (corrected.to > from && corrected.from < known_until) wanted.push_back(corrected);
  }
  return wanted;
}

}  // namespace

PastReader::PastReader(sqlite::Database& database)
    : faults_{database, fmt::format("SELECT {} FROM fault WHERE device = ?1 AND {} ORDER BY reported, fault",
                                    collector::fault_columns, collector::fault_matters)},
      costly_{database, intervals_where(collector::by_may_cost,
                                        fmt::format("{} AND from_ms >= ?2 AND from_ms < ?3", collector::may_cost))},
      touching_{database, intervals_where("", collector::interval_touches)},
      first_{database, intervals_where("", fmt::format("{} ORDER BY from_ms LIMIT 1", collector::interval_touches))} {}

contract::Past PastReader::read(const DeviceName& device, const contract::Contract& terms, Instant from,
                                Instant known_until, const std::vector<Correction>& corrections) {
  const Instant asked = from;
  auto faults = read_faults(faults_, device, {from, known_until});
  if (terms.outage_ends == contract::OutageEnds::released) {
    for (const FaultRow& fault : faults) from = std::min(from, fault.reported);
  }
  Times times{device, known_until};
  times.take(first_, {from, known_until});
  times.take(costly_, {from, known_until});
  for (const Period& window : wanted_whole(terms, from, faults, corrections, known_until)) {
    times.take(touching_, window);
  }
  times.take_stretch_before(touching_, corrections);
  contract::Past past{.times = statement::corrected(times.filled(), corrections),
                      .faults = {},
                      .known_until = known_until,
                      .booked = {}};
  // Faults of an outage that reaches in from before are open there.
  if (!past.times.empty() && past.times.front().when.from < asked) {
    faults = read_faults(faults_, device, {past.times.front().when.from, known_until});
  }
  for (const FaultRow& fault : faults)
    past.faults.push_back({fault.reported, fault.called, fault.released, fault.closed});
  return past;
}

}  // namespace isocenter::fleet
