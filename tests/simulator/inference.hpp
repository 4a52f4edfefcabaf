#pragma once

#include <optional>
#include <vector>

#include "tests/simulator/truth.hpp"

/// What an honest observer can know of a day on which not every end was told; after docs/kpi.md, apart from the
/// collector's own code.
namespace isocenter::simulator {

/// When an exam ends by rule whose end nobody told: at the device's next exam, at the latest after what its procedure
/// usually takes there (p90 of the 50 completed last, at least 10). Nothing where neither is known.
/// The profile's default, half an hour and more, is longer than any demo leaves an exam open.
std::optional<Instant> end_by_rule(const TrueExam& exam, const std::vector<TrueExam>& all);

/// The stretches that can be known: as they were, but a room whose exam's end was never told stays in use until that
/// ends by rule, at the latest to the end of the day.
std::vector<TrueStretch> as_knowable(std::vector<TrueStretch> stretches, const std::vector<TrueExam>& exams);

}  // namespace isocenter::simulator
