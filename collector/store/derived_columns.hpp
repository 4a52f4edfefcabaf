#pragma once

#include "collector/state/derive.hpp"
#include "shared/sqlite/database.hpp"

/// Rows of the derived tables <-> values; the order of the columns is known here alone.
namespace isocenter::collector {

inline constexpr std::string_view exam_columns =
    "exam, device, orders, study, modality, procedure, subject, status, reason, inferred, ordered, scheduled, arrived, "
    "in_room, started, ended, left_room, images_complete, reported, signed, started_seen, ended_seen, images, "
    "running_from, running_to";
inline constexpr std::string_view fault_columns =
    "fault, device, code, effect, cause, source, reported, called, acknowledged, on_site, repaired, released, closed, "
    "closed_by, note";
inline constexpr std::string_view interval_columns =
    "device, from_ms, to_ms, state, cause, grade, reason, source, exam, began_node, began_epoch, began_seq";

/// Intervals that may cost time under a contract, word for word as their index in 0004_fleet.sql has them. By itself
/// SQLite takes the primary key, and reads all.
inline constexpr std::string_view may_cost =
    "(state IN ('down', 'limited', 'planned_down', 'unknown') OR (state = 'closed' AND grade = 'D'))";
inline constexpr std::string_view by_may_cost = "INDEXED BY interval_that_may_cost";

/// Conditions on the rows of one device, ?1, and a window from ?2 to ?3. Intervals from the one on that lasted when it
/// begins; without gaps between them, that are those that touch it, found without going through the earlier ones.
inline constexpr std::string_view interval_touches =
    "from_ms < ?3 AND from_ms >= coalesce((SELECT max(from_ms) FROM interval WHERE device = ?1 AND from_ms <= ?2), ?2)";
/// Faults that may have to do with an outage in it, also by a late release.
inline constexpr std::string_view fault_matters = "reported < ?3 AND (closed IS NULL OR closed >= ?2 OR released > ?2)";

void bind_exam(sqlite::Statement& statement, const ExamRow& exam);
ExamRow read_exam(const sqlite::Statement& statement, const DeviceName& device);
void bind_fault(sqlite::Statement& statement, const FaultRow& fault);
FaultRow read_fault(const sqlite::Statement& statement, const DeviceName& device);
void bind_interval(sqlite::Statement& statement, const StateInterval& interval);
StateInterval read_interval(const sqlite::Statement& statement, const DeviceName& device);

/// Milliseconds since 1970; nothing for what has not ended.
std::optional<std::int64_t> end_column(Instant end);

/// A list of keyed hashes as JSON; hashes need no escapes.
std::string format_orders(const std::vector<KeyedHash>& orders);
std::vector<KeyedHash> parse_orders(std::string_view json);

}  // namespace isocenter::collector
