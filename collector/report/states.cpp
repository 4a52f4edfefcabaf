#include <algorithm>
#include <array>

#include "collector/report/queries.hpp"
#include "collector/report/shares.hpp"
#include "collector/report/touching.hpp"
#include "shared/core/equipment_state.hpp"

namespace isocenter::report {
namespace {

using Lengths = std::array<std::int64_t, equipment_states.size()>;  ///< ms, in the order of equipment_states

std::size_t index_of(EquipmentState state) {
  return static_cast<std::size_t>(std::ranges::find(equipment_states, state) - equipment_states.begin());
}

/// A future nobody lived through belongs to no state; so the window ends now at the latest.
Period window_of(const ReportRequest& request) {
  const Instant to = std::min(request.to.value_or(request.now), request.now);
  return Period{.from = request.from.value_or(to - std::chrono::hours{24}), .to = to};
}

/// How long the device was in each state within the window; what no interval covers is unknown.
Lengths lengths_of(TouchingIntervals& intervals, const DeviceName& device, Period window, Instant known) {
  Lengths lengths{};
  Milliseconds uncovered = window.length();
  intervals.ask(device, window);
  while (intervals.step()) {
    const sqlite::Statement& row = intervals.row();
    const Period lasted{.from = from_unix_ms(row.integer(2)),
                        .to = row.is_null(3) ? known : from_unix_ms(row.integer(3))};
    const auto inside = overlap(lasted, window);
    const auto state = from_word<EquipmentState>(intervals.exported_state());
    if (!inside || !state) continue;
    lengths[index_of(*state)] += inside->length().count();
    uncovered -= inside->length();
  }
  lengths[index_of(EquipmentState::unknown)] += uncovered.count();
  return lengths;
}

}  // namespace

void write_states(const ReportRequest& request, sqlite::Database& database, RowSink& sink) {
  constexpr std::int64_t whole = 1'000'000;
  constexpr int places_of_whole = 6;
  const auto devices = devices_of(request, database);
  const Period window = window_of(request);
  const Instant known = known_until(request, database);
  sink.begin(columns_of(ReportName::states));
  TouchingIntervals intervals{database};
  for (const DeviceName& device : devices.value()) {
    const Lengths lengths = lengths_of(intervals, device, window, known);
    const auto shares = shares_of(lengths, whole);
    for (std::size_t i = 0; i < lengths.size(); ++i) {
      if (lengths[i] == 0) continue;
      sink.row({device.text(), std::string{word(equipment_states[i])}, Decimal{.units = lengths[i], .places = 3},
                Decimal{.units = shares[i], .places = places_of_whole}});
    }
  }
  sink.end();
}

}  // namespace isocenter::report
