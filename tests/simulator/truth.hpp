#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "shared/core/equipment_state.hpp"
#include "shared/core/time.hpp"

namespace isocenter::simulator {

/// Whether the modality told an exam's end.
enum class EndTold { never, at_once, late };

/// An exam as the simulator did it, in true time.
struct TrueExam {
  std::string sop_instance_uid, study_instance_uid;
  std::vector<std::string> accession_numbers;
  std::string device, procedure;
  Subject subject = Subject::patient;
  Instant started;
  std::optional<Instant> ended;  ///< none: still open when the demo ended
  bool completed = true;
  std::string reason;
  Milliseconds clock{0};  ///< the modality's own clock less the true time
  EndTold end_told = EndTold::never;

  bool is_end_told() const { return end_told != EndTold::never; }
};

struct TrueFault {
  std::string device, code, source;
  Instant at;  ///< by the source's own clock
};

/// A sensor's value as a line of a log has it.
struct TrueReading {
  std::string device, sensor;
  double value = 0;
  bool torn = false;  ///< the log was rotated within the line
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
  /// The device is in `state` from `at` on, which may lie ahead where nothing but the end of the day can come before.
  void enter(const std::string& device, EquipmentState state, Instant at);
  /// Gives the exam's place, for `end_exam`.
  std::size_t begin_exam(TrueExam exam);
  /// The patient is done, and the modality told so at once.
  void end_exam(std::size_t place, Instant at, bool completed, std::string reason);
  /// The patient is done, and nobody told.
  void leave_open(std::size_t place, Instant at);
  /// What `leave_open` left untold was told after all.
  void tell_late(std::size_t place, bool completed, std::string reason);
  void take_reading(TrueReading reading);
  /// A second N-CREATE of a step, and whether it was refused as it must be.
  void count_second_create(bool is_refused);
  void report_fault(TrueFault fault);
  void count_answer();
  /// Something the simulator asked for was not done, e.g. an MPPS answered with another status than success.
  void complain(std::string what);
  /// Nobody does anything any more. Devices stay as they are, but the day's stretches end here.
  void finish(Instant at);

  std::vector<TrueExam> exams() const;
  std::vector<TrueFault> faults() const;
  std::vector<TrueReading> readings() const;
  /// Of the day; until `finish`, those that last end with time.
  std::vector<TrueStretch> stretches() const;
  /// As above, with what the devices went on to be after the day, until `end`.
  std::vector<TrueStretch> stretches_until(Instant end) const;
  std::vector<std::string> complaints() const;
  int answers() const;
  int second_creates() const;
  int refused_creates() const;

 private:
  mutable std::mutex mutex_;
  std::vector<TrueExam> exams_;
  std::vector<TrueFault> faults_;
  std::vector<TrueReading> readings_;
  std::vector<TrueStretch> stretches_;
  std::vector<std::string> complaints_;
  Instant finished_ = end_of_time;
  int answers_ = 0;
  int second_creates_ = 0;
  int refused_creates_ = 0;
};

/// The simulator's clock is the wall clock, to the millisecond.
Instant now();

}  // namespace isocenter::simulator
