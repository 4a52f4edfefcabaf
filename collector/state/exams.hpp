#pragma once

#include <optional>
#include <vector>

#include "collector/state/answers.hpp"
#include "collector/state/derive.hpp"
#include "collector/state/source_clock.hpp"

namespace isocenter::collector {

/// No exam runs longer: what was said to end later was left open.
inline constexpr std::chrono::hours longest_exam{24};
/// What is said of an exam longer than this before it starts is not of it.
inline constexpr std::chrono::hours said_ahead{24};
/// How long someone may have arrived, or wait in the room, before the exam starts.
inline constexpr std::chrono::hours waits_at_most{12};

/// An exam and the rows it was worked out from.
struct Exam {
  ExamRow row;
  const LogRow* started_by = nullptr;
  const LogRow* ended_by = nullptr;  ///< null: nobody ended it
  Rows rows;                         ///< all that were said of it
  std::optional<Instant> due;        ///< still running: when it ends by rule
  /// Somebody ended it, in reasonable time.
  bool said_to_end = false;

  bool is_patients() const { return row.subject != Subject::phantom; }
};

/// Exams of one device up to `now`, by (running.from, exam). A start makes an exam; other rows said in any order, and
/// again, add to it; said twice, the first start and the first end count, and of other facts the last.
std::vector<Exam> fold_exams(const Rows& said, const Configurations& configurations, const Answers& answers,
                             const SourceClock& clock, const UsualLength& usual, Instant now);

/// Steps that name no exam: arrived and in_room go to the next exam that begins within 12 hours, any other to the exam
/// that ran when it was said (of several the one begun last). Returns the arrivals for which none began.
Rows assign_steps(const Rows& said, std::vector<Exam>& exams);

/// When the exams of patients and of unknown subject began, rising.
std::vector<Instant> begins_of_patients(const std::vector<Exam>& exams);

}  // namespace isocenter::collector
