#pragma once

#include <optional>

#include "collector/state/log_row.hpp"

namespace isocenter::collector {

/// The first instant a device's history begins with on account of this row of its own: `speaks_from`, but at most a day
/// before `when`, since a source's clock may be years off.
Instant history_begins(const LogRow& row);

/// The exam or fault that the row is about; nothing for others.
std::optional<KeyedHash> exam_of(const LogRow& row);
std::optional<FaultId> fault_of(const LogRow& row);

/// The node that the row tells of: whose presence it bears on. Not for events about devices.
NodeName node_told_of(const LogRow& row);

}  // namespace isocenter::collector
