#include "collector/reach.hpp"

#include <algorithm>

namespace isocenter::collector {
namespace {

/// The earliest time in an event's body; on the node's own clock unless `by_collector`.
struct Earliest {
  std::optional<Instant> time;
  bool by_collector = false;
};

struct EarliestOf {
  Earliest operator()(const NodeStarted& started) const { return {started.alive_until}; }
  Earliest operator()(const NodePaused& paused) const { return {paused.from}; }
  Earliest operator()(const NodeSilent& silent) const { return {std::min(silent.last_receipt, silent.until), true}; }
  Earliest operator()(const NodeHeard& heard) const { return {heard.last_receipt, true}; }
  Earliest operator()(const DeviceDeclared& declared) const { return {declared.from}; }
  Earliest operator()(const ExamStarted& started) const { return {started.at}; }
  Earliest operator()(const ExamEnded& ended) const { return {ended.at}; }
  Earliest operator()(const ExamStepped& stepped) const { return {stepped.at}; }
  Earliest operator()(const FaultReported& reported) const { return {reported.at}; }
  Earliest operator()(const FaultStepped& stepped) const { return {stepped.at}; }
  template <typename Other>
  Earliest operator()(const Other&) const {
    return {};
  }
};

}  // namespace

Instant own_reach(const LogRow& row) {
  const Earliest earliest = std::visit(EarliestOf{}, row.body);
  if (!earliest.time) return row.when;
  const Milliseconds shift = earliest.by_collector ? Milliseconds{0} : row.when - row.t;
  return std::min(row.when, *earliest.time + shift);
}

Instant history_begins(const LogRow& row) { return std::max(own_reach(row), row.when - std::chrono::hours{24}); }

std::optional<KeyedHash> exam_of(const LogRow& row) {
  if (const auto* started = std::get_if<ExamStarted>(&row.body)) return started->facts.exam;
  if (const auto* updated = std::get_if<ExamUpdated>(&row.body)) return updated->facts.exam;
  if (const auto* ended = std::get_if<ExamEnded>(&row.body)) return ended->facts.exam;
  if (const auto* stepped = std::get_if<ExamStepped>(&row.body)) return stepped->exam;
  return std::nullopt;
}

std::optional<FaultId> fault_of(const LogRow& row) {
  if (const auto* reported = std::get_if<FaultReported>(&row.body)) return reported->fault;
  if (const auto* stepped = std::get_if<FaultStepped>(&row.body)) return stepped->fault;
  return std::nullopt;
}

NodeName node_told_of(const LogRow& row) {
  if (const auto* silent = std::get_if<NodeSilent>(&row.body)) return silent->node;
  if (const auto* heard = std::get_if<NodeHeard>(&row.body)) return heard->node;
  return row.id.node;
}

}  // namespace isocenter::collector
