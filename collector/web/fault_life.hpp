#pragma once

#include <optional>

#include "collector/access/person.hpp"
#include "collector/state/derive.hpp"
#include "shared/core/result.hpp"

namespace isocenter::web {

/// Whether `step` may be said of `fault` now, to have happened at `at`: each step once; the vendor is called, someone
/// acknowledges and comes before it is repaired, in whatever order; it is released last. Not in the future, nor before
/// the fault or what repairing and releasing follow. The error names the member and the mend. Pure.
Result<void> check_step(const collector::FaultRow& fault, FaultStep step, Instant at, Instant now);

}  // namespace isocenter::web
