#include <algorithm>

#include "collector/analytics/state_times.hpp"
#include "collector/report/queries.hpp"
#include "collector/report/touching.hpp"
#include "shared/core/equipment_state.hpp"

namespace isocenter::report {
namespace {

/// A future nobody lived through belongs to no state; so the window ends now at the latest.
Period window_of(const ReportRequest& request) {
  const Instant to = std::min(request.to.value_or(request.now), request.now);
  return Period{.from = request.from.value_or(to - std::chrono::hours{24}), .to = to};
}

analytics::TimeInStates times_of(TouchingIntervals& intervals, const DeviceName& device, Period window, Instant known) {
  analytics::StateTimes times{window};
  intervals.ask(device, window);
  while (intervals.step()) {
    const sqlite::Statement& row = intervals.row();
    const auto state = from_word<EquipmentState>(intervals.exported_state());
    if (!state) continue;
    times.add(*state, Period{.from = from_unix_ms(row.integer(2)),
                             .to = row.is_null(3) ? known : from_unix_ms(row.integer(3))});
  }
  return times.times();
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
    const auto times = times_of(intervals, device, window, known);
    const auto shares = analytics::shares(times, whole);
    for (std::size_t i = 0; i < times.size(); ++i) {
      if (times[i] == Milliseconds{0}) continue;
      sink.row({device.text(), std::string{word(equipment_states[i])}, Decimal{.units = times[i].count(), .places = 3},
                Decimal{.units = shares[i], .places = places_of_whole}});
    }
  }
  sink.end();
}

}  // namespace isocenter::report
