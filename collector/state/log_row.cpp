#include "collector/state/log_row.hpp"

#include <algorithm>
#include <tuple>

namespace isocenter::collector {
namespace {

/// The earliest time in a body as it lies on the collector's clock; nothing where the body names none.
struct EarliestOf {
  const LogRow& row;

  using Time = std::optional<Instant>;
  Time of_node(const Time& time) const {
    if (!time) return std::nullopt;
    return on_collector_clock(row, *time);
  }
  Time of_source(const Time& at) const { return of_node(heeded(row, at)); }
  Time operator()(const NodeStarted& started) const { return of_node(started.alive_until); }
  Time operator()(const NodePaused& paused) const { return of_node(paused.from); }
  Time operator()(const NodeSilent& silent) const { return std::min(silent.last_receipt, silent.until); }
  Time operator()(const NodeHeard& heard) const { return heard.last_receipt; }
  Time operator()(const DeviceObserved& seen) const {
    if (seen.reachable) return std::nullopt;
    return of_node(seen.since);
  }
  Time operator()(const ExamStarted& started) const { return of_source(started.at); }
  Time operator()(const ExamEnded& ended) const { return of_source(ended.at); }
  Time operator()(const FaultReported& reported) const { return of_source(reported.at); }
  template <typename Other>
  Time operator()(const Other&) const {
    return std::nullopt;
  }
};

}  // namespace

bool operator<(const LogRow& a, const LogRow& b) { return std::tie(a.when, a.id) < std::tie(b.when, b.id); }

std::optional<Instant> heeded(const LogRow& row, std::optional<Instant> at) {
  const bool plausible = at && *at <= row.t + source_most_ahead && *at >= row.t - source_most_behind;
  return plausible ? at : std::nullopt;
}

Instant speaks_from(const LogRow& row) {
  const auto earliest = std::visit(EarliestOf{row}, row.body);
  return std::min(row.when, earliest.value_or(row.when));
}

}  // namespace isocenter::collector
