#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "collector/ingest/figures.hpp"
#include "collector/web/derived_counters.hpp"
#include "collector/web/request_counts.hpp"
#include "shared/core/equipment_state.hpp"

namespace isocenter::web {

/// All that /metrics tells, gathered.
struct MetricsInput {
  std::string version, commit;
  collector::FigureValues figures;
  std::map<std::string, EquipmentState> states;  ///< now, by device
  DerivedCounters::Values derived;
  RequestCounts::Values requests;
  std::optional<std::uint64_t> wal_bytes, free_bytes;  ///< nothing: cannot be told now
};

inline constexpr std::size_t most_series = 10'000;

/// Prometheus's text format, version 0.0.4. The names stay: people's dashboards and alerts stand on them. Past `most`
/// series the rest is left out and counted in isocenter_metrics_dropped_series.
std::string exposition(const MetricsInput& input, std::size_t most = most_series);

}  // namespace isocenter::web
