#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "collector/state/derive.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::collector {

/// Exams, faults, intervals and contradictions as they stand in the store. Only what changed is written: a derived row
/// costs several times an event. The caller opens the transaction.
class DerivedTables {
 public:
  explicit DerivedTables(sqlite::Database& database);

  /// What reaches beyond `from`: intervals, exams and faults that end after it or still last, with their
  /// contradictions. The first interval keeps its true beginning.
  Derived read(const DeviceName& device, Instant from);
  /// Turns `before` into `after`, both of one device. An exam's contradiction goes only where its exam is in `after`.
  void write(const DeviceName& device, const Derived& before, const Derived& after);
  /// Everything of all devices, carries too.
  void clear();
  std::set<DeviceName> devices();

  /// How long the (at most) 50 completed exams of `procedure` took that ended last, at or before `until`; newest first.
  std::vector<Milliseconds> exam_lengths(const DeviceName& device, const std::string& procedure, Instant until);
  /// Those that end after `from` or still last, by time.
  std::vector<StateInterval> intervals_since(const DeviceName& device, Instant from);
  std::optional<Instant> exam_began(const DeviceName& device, const KeyedHash& exam);
  std::optional<Instant> fault_began(const DeviceName& device, const FaultId& fault);

  /// Which events (ids) before `horizon` still matter after it.
  struct Carry {
    Instant horizon;
    std::vector<std::int64_t> events;
  };
  /// The latest carry at or before `until`; nothing where all of the device's log is needed.
  std::optional<Carry> latest_carry(const DeviceName& device, Instant until);
  void write_carry(const DeviceName& device, const Carry& carry);
  void drop_carries_after(const DeviceName& device, Instant horizon);

 private:
  void write_exams(const DeviceName& device, const Derived& before, const Derived& after);
  void write_faults(const DeviceName& device, const Derived& before, const Derived& after);
  void write_intervals(const DeviceName& device, const Derived& before, const Derived& after);
  void write_contradictions(const DeviceName& device, const Derived& before, const Derived& after);

  sqlite::Database& database_;
  sqlite::Statement put_exam_, drop_exam_, put_fault_, drop_fault_, put_interval_, drop_interval_;
  sqlite::Statement put_contradiction_, drop_contradiction_, select_lengths_, select_intervals_, select_exam_,
      select_fault_;
};

}  // namespace isocenter::collector
