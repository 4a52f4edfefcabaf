#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "shared/core/equipment_state.hpp"
#include "shared/core/time.hpp"

namespace isocenter::simulator {

/// An exam as the simulator did it.
struct TrueExam {
  std::string sop_instance_uid, study_instance_uid;
  std::vector<std::string> accession_numbers;
  std::string device, procedure;
  Subject subject = Subject::patient;
  Instant started;
  std::optional<Instant> ended;  ///< none: still open when the demo ended
  bool completed = true;
  std::string reason;
};

struct TrueFault {
  std::string device, code, source;
  Instant at;
};

/// A stretch of time a device spent in one state.
struct TrueStretch {
  std::string device;
  EquipmentState state = EquipmentState::ready;
  Instant from, to;
};

/// What the simulator knows it did; the collector's answers are held against it. Thread-safe.
class Truth {
 public:
  /// The device is in `state` from `at` on.
  void enter(const std::string& device, EquipmentState state, Instant at);
  /// Gives the exam's place, for `end_exam`.
  std::size_t begin_exam(TrueExam exam);
  void end_exam(std::size_t place, Instant at, bool completed, std::string reason);
  void report_fault(TrueFault fault);
  void count_answer();
  /// Something the simulator asked for was not done, e.g. an MPPS answered with another status than success.
  void complain(std::string what);
  /// Nothing happens any more; stretches that last end here.
  void finish(Instant at);

  std::vector<TrueExam> exams() const;
  std::vector<TrueFault> faults() const;
  std::vector<TrueStretch> stretches() const;
  std::vector<std::string> complaints() const;
  int answers() const;

 private:
  mutable std::mutex mutex_;
  std::vector<TrueExam> exams_;
  std::vector<TrueFault> faults_;
  std::vector<TrueStretch> stretches_;
  std::vector<std::string> complaints_;
  int answers_ = 0;
};

/// The simulator's clock is the wall clock, to the millisecond.
Instant now();

}  // namespace isocenter::simulator
