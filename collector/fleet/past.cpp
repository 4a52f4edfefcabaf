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

/// From the one on that lasted when the window begins.
constexpr std::string_view touching =
    "from_ms < ?3 AND from_ms >= coalesce((SELECT max(from_ms) FROM interval WHERE device = ?1 AND from_ms <= ?2), ?2)";

/// In one of the readings.
bool may_be_down(const StateTime& time, const std::vector<Correction>& corrections) {
  return time.state == EquipmentState::down || std::ranges::any_of(corrections, [&](const Correction& correction) {
           return correction.said.state == EquipmentState::down &&
                  overlap(time.when, {correction.said.from, correction.said.to});
         });
}

class PastReader {
 public:
  PastReader(const DeviceName& device, Instant known_until, sqlite::Database& database)
      : device_{device}, known_until_{known_until}, database_{database} {}

  std::vector<FaultRow> faults(Instant from) {
    sqlite::Statement rows{database_,
                           fmt::format("SELECT {} FROM fault WHERE device = ?1 AND reported < ?3 AND (closed "
                                       "IS NULL OR closed >= ?2 OR released > ?2) ORDER BY reported, fault",
                                       collector::fault_columns)};
    rows.bind(1, std::string_view{device_.text()}).bind(2, to_unix_ms(from)).bind(3, to_unix_ms(known_until_));
    std::vector<FaultRow> faults;
    while (rows.step()) faults.push_back(collector::read_fault(rows, device_));
    return faults;
  }

  void take_what_may_cost(Instant from) {
    take(collector::by_may_cost, fmt::format("{} AND from_ms >= ?2 AND from_ms < ?3", collector::may_cost),
         {from, known_until_});
  }

  /// All that touches the window, whatever it costs.
  void take_all(Period window) { take("", std::string{touching}, {window.from, std::min(window.to, known_until_)}); }

  /// What it was at the instant; where it was not known yet, what is known first.
  void take_first(Instant from) { take("", std::string{touching} + " ORDER BY from_ms LIMIT 1", {from, known_until_}); }

  /// The stretch of down that the first of what was taken may belong to, whole.
  void take_stretch_before(const std::vector<Correction>& corrections) {
    while (!times_.empty() && may_be_down(times_.begin()->second, corrections)) {
      const std::size_t before = times_.size();
      const Instant from = times_.begin()->first;
      take_all({from - Milliseconds{1}, from});
      if (times_.size() == before) return;
    }
  }

  /// By time and without gaps: an interval that was not taken costs nothing.
  std::vector<StateTime> times() const {
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
  void take(std::string_view index, const std::string& condition, Period window) {
    sqlite::Statement rows{
        database_, fmt::format("SELECT from_ms, to_ms, state, cause, grade FROM interval {} WHERE device = ?1 AND {}",
                               index, condition)};
    rows.bind(1, std::string_view{device_.text()}).bind(2, to_unix_ms(window.from)).bind(3, to_unix_ms(window.to));
    while (rows.step()) take(rows);
  }

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
  sqlite::Database& database_;
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

contract::Past read_past(const DeviceName& device, const contract::Contract& terms, Instant from, Instant known_until,
                         const std::vector<Correction>& corrections, sqlite::Database& database) {
  PastReader reader{device, known_until, database};
  const Instant asked = from;
  auto faults = reader.faults(from);
  if (terms.outage_ends == contract::OutageEnds::released) {
    for (const FaultRow& fault : faults) from = std::min(from, fault.reported);
  }
  reader.take_first(from);
  reader.take_what_may_cost(from);
  for (const Period& window : wanted_whole(terms, from, faults, corrections, known_until)) reader.take_all(window);
  reader.take_stretch_before(corrections);
  contract::Past past{.times = statement::corrected(reader.times(), corrections),
                      .faults = {},
                      .known_until = known_until,
                      .booked = {}};
  // Faults of an outage that reaches in from before are open there.
  if (!past.times.empty() && past.times.front().when.from < asked) faults = reader.faults(past.times.front().when.from);
  for (const FaultRow& fault : faults)
    past.faults.push_back({fault.reported, fault.called, fault.released, fault.closed});
  return past;
}

}  // namespace isocenter::fleet
