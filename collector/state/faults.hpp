#pragma once

#include <vector>

#include "collector/state/declarations.hpp"
#include "collector/state/derive.hpp"
#include "collector/state/exams.hpp"

namespace isocenter::collector {

/// A fault and the rows it was worked out from. It lies where its node told of it: `reported` is its row's `when`.
struct Fault {
  FaultRow row;
  const LogRow* reported_by = nullptr;
  Rows rows;  ///< all that were said of it
  bool by_person = false;

  Instant closed() const { return row.closed.value_or(end_of_time); }
};

/// Faults of one device, by (reported, fault). A report makes a fault; said twice, the first report and the first of
/// each step count. It is over at the first of: repaired; released; a "room ready" after it; and where no person
/// reported it and it is none that merely limits, the end of an exam of a patient or of unknown subject that began
/// after it and was completed.
std::vector<Fault> fold_faults(const Rows& said, const Declarations& declarations, const std::vector<Exam>& exams,
                               const SourceClock& clock);

}  // namespace isocenter::collector
