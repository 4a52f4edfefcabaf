#include "collector/reach.hpp"

#include <algorithm>

namespace isocenter::collector {
Instant history_begins(const LogRow& row) { return std::max(speaks_from(row), row.when - std::chrono::hours{24}); }

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
