#pragma once

#include <optional>
#include <vector>

#include "collector/state/said_rows.hpp"

namespace isocenter::collector {

/// What a person declared of the device (device.declared). It takes effect at `from`, but not before it was said.
struct Declaration {
  const LogRow* row = nullptr;
  EquipmentState state = EquipmentState::ready;  ///< ready, limited, quality_control, planned_down or down
  Cause cause = Cause::unexplained;
  Instant from;
  std::optional<Instant> until;  ///< planned_down only
};

/// What stands at an instant of all that was declared.
struct Standing {
  const Declaration* declaration = nullptr;
  bool overran = false;  ///< planned work that is over its announced end: `down`
  /// The planned_down, down, limited or quality_control that holds; `down` where planned work overran.
  EquipmentState state() const { return overran ? EquipmentState::down : declaration->state; }
};

/// All declarations by the time they take effect, then node, epoch, seq. The latest counts: planned_down from … until,
/// then as down until the next exam begins; quality_control until the next exam begins; afterwards what was declared
/// before holds again, planned work and quality control that something later ended excepted. `ready` clears all.
class Declarations {
 public:
  explicit Declarations(const Rows& said);

  /// What stands at `instant`; nothing after `ready`. `exam_begins`: rising, of patients' exams and those of unknown
  /// subject.
  std::optional<Standing> at(Instant instant, const std::vector<Instant>& exam_begins) const;
  /// What stands beneath planned work and quality control: the latest ready, down or limited by then. Null for none.
  const Declaration* beneath(Instant instant) const;
  /// The first `ready` that takes effect after `instant`, or at it and was said after `said`.
  const Declaration* first_ready_after(Instant instant, const LogRow& said) const;
  const std::vector<Declaration>& all() const { return all_; }

 private:
  std::vector<Declaration>::const_iterator after(Instant instant) const;

  std::vector<Declaration> all_;
  std::vector<std::optional<std::size_t>> beneath_;  ///< for each of all_, itself included
  std::vector<std::size_t> readies_;
};

}  // namespace isocenter::collector
