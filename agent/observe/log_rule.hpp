#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/core/equipment_state.hpp"

/// Which lines of a modality's log mean what, as a profile says it (firmware-configs/modality/generic-ct.toml is the
/// commented example). Values only: log_patterns.hpp compiles them, log_reader.hpp applies them.
namespace isocenter::agent {

/// How one kind of line writes its time. A file may mix several; the first that fits a line counts.
struct LogTimeFormat {
  /// As cctz and strptime write it, e.g. "%Y-%m-%d %H:%M:%E*S". Without %Y the year is found by log_time.hpp, without
  /// %z the time is in the agent's zone.
  std::string format;
  /// RE2 whose one group is the time; empty: it stands at the start of the line, as `format` writes it.
  std::string match;
  bool operator==(const LogTimeFormat&) const = default;
};

/// What a matching line tells; word() is how a profile spells it.
enum class LogMeaning {
  nothing,  ///< only remembers
  exam_started,
  exam_ended,
  quality_control_started,
  quality_control_ended,
  check_done,
  workstation_started,
  fault_reported,
  fault_repaired,
  reading_taken,
};

/// "exam.started", "fault.reported" …; empty for `nothing`.
std::string_view word(LogMeaning meaning);

/// A value a rule takes from the line, or from a line remembered before it: "{name}" in the profile.
struct LogCapture {
  std::string name;  ///< of a named group; empty: the rule takes none
  bool operator==(const LogCapture&) const = default;
};

/// One kind of line. Every rule whose pattern is found in a line applies, in the profile's order.
struct LogRule {
  std::string name;
  std::string match;  ///< RE2, searched for anywhere in the line, byte by byte
  LogMeaning means = LogMeaning::nothing;
  /// Captures kept for later lines, until they are overwritten, an exam that used them starts or the workstation does.
  std::vector<std::string> remember;
  /// Also lines without a time of their own (notes, dumps, continued lines), which else never count.
  bool undated = false;

  // exam.started, exam.ended
  LogCapture key;  ///< what the device calls the exam; hashed at once, at its end it must be the same where given
  LogCapture procedure;
  std::string fixed_procedure;                ///< one of the profile's list, where the line tells none
  Subject subject = Subject::unknown;         ///< exam.started
  LogCapture estimate_s;                      ///< exam.started: how long the device thinks it will take
  ExamStatus status = ExamStatus::completed;  ///< exam.ended
  std::string reason;                         ///< exam.ended: DICOM code value of the discontinuation
  std::optional<double> discontinued_below;   ///< exam.ended: a shorter share of the estimate was stopped

  // fault.reported, fault.repaired
  std::string code;
  Effect effect = Effect::down;
  Cause cause = Cause::unexplained;
  /// A line that repeats a fault not cleared, at most so long after the one before, tells nothing new.
  std::chrono::seconds again_after{600};

  // reading.taken
  std::string sensor, unit;
  LogCapture value;

  // check.done
  std::string check;
  std::string outcome;  ///< passed | failed

  bool operator==(const LogRule&) const = default;
};

struct LogRules {
  std::vector<LogTimeFormat> times;
  std::vector<LogRule> rules;
  bool operator==(const LogRules&) const = default;
};

}  // namespace isocenter::agent
