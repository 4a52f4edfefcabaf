#pragma once

#include <optional>

#include "shared/wire/snapshot.hpp"

/// What a snapshot's intervals tell of a room's day.
namespace isocenter::kiosk {

/// The exam that ended last; one that the room went down under ends with its last interval.
std::optional<Period> last_exam(const wire::DeviceSnapshot& snapshot);

/// Exams that ended at `from` or later, test scans apart.
long exams_done(const wire::DeviceSnapshot& snapshot, Instant from);

/// The room is said to be down, but a patient was examined since (docs/kpi.md, rule 1): nobody said that it is ready.
bool exam_contradicts(const wire::DeviceSnapshot& snapshot);

}  // namespace isocenter::kiosk
