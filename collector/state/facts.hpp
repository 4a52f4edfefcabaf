#pragma once

#include <map>
#include <span>
#include <vector>

#include "collector/state/answers.hpp"
#include "collector/state/configurations.hpp"
#include "collector/state/declarations.hpp"
#include "collector/state/effective_state.hpp"
#include "collector/state/exams.hpp"
#include "collector/state/faults.hpp"
#include "collector/state/presence.hpp"

namespace isocenter::collector {

/// All that the rows of a device say up to `now`, by subject. Looks into the rows it was made from.
struct Facts {
  Facts(const DeviceName& device, std::span<const LogRow> rows, const UsualLength& usual, Instant until);

  Instant now;
  Rows rows;  ///< in order
  Rows said;  ///< without what was withdrawn
  Configurations configurations;
  Answers answers;
  SourceClock clock;
  Declarations declarations;
  std::vector<Exam> exams;
  std::vector<Instant> exam_begins;  ///< of patients and of unknown subject, rising
  Rows waiting_steps;
  std::vector<Fault> faults;
  std::vector<Proof> proofs;              ///< by time
  std::map<NodeName, Presence> presence;  ///< of every node that may observe the device at some time

  /// Null where no configuration names a node.
  const Presence* presence_at(Instant instant) const;
};

}  // namespace isocenter::collector
