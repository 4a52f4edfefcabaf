#include "collector/state/exams.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace isocenter::collector {
namespace {

constexpr std::chrono::hours length_nobody_told{1};

const ExamFacts* facts_of(const LogRow* row) {
  if (const auto* started = body_as<ExamStarted>(row)) return &started->facts;
  if (const auto* updated = body_as<ExamUpdated>(row)) return &updated->facts;
  if (const auto* ended = body_as<ExamEnded>(row)) return &ended->facts;
  return nullptr;
}

const KeyedHash* exam_named(const LogRow* row) {
  if (const ExamFacts* facts = facts_of(row)) return &facts->exam;
  const auto* stepped = body_as<ExamStepped>(row);
  return stepped != nullptr && stepped->exam ? &*stepped->exam : nullptr;
}

void merge(const ExamFacts& facts, ExamRow& exam) {
  for (const KeyedHash& order : facts.orders) {
    if (std::find(exam.orders.begin(), exam.orders.end(), order) == exam.orders.end()) exam.orders.push_back(order);
  }
  if (facts.study) exam.study = facts.study;
  if (facts.procedure) exam.procedure = *facts.procedure;
}

std::optional<Instant>* column_of(const std::string& step, ExamRow& exam) {
  static const std::map<std::string, std::optional<Instant> ExamRow::*, std::less<>> columns{
      {"ordered", &ExamRow::ordered},     {"scheduled", &ExamRow::scheduled},
      {"arrived", &ExamRow::arrived},     {"in_room", &ExamRow::in_room},
      {"left_room", &ExamRow::left_room}, {"images_complete", &ExamRow::images_complete},
      {"reported", &ExamRow::reported},   {"signed", &ExamRow::is_signed}};
  const auto found = columns.find(step);
  return found == columns.end() ? nullptr : &(exam.*(found->second));
}

void step(const LogRow* row, const ExamStepped& stepped, ExamRow& exam) {
  if (auto* column = column_of(stepped.step, exam)) *column = stepped.at.value_or(row->t);
}

void begin(const SourceClock& clock, const Configurations& configurations, Exam& exam) {
  const auto& started = *body_as<ExamStarted>(exam.started_by);
  exam.row.subject = started.subject;
  exam.row.started = started.at.value_or(exam.started_by->t);
  exam.row.started_seen = exam.started_by->t;
  exam.row.running.from = clock.place(*exam.started_by, started.at);
  exam.row.running.to = end_of_time;
  const Configuration* held = configurations.at(exam.row.running.from);
  if (held != nullptr) exam.row.modality = held->modality;
}

void end(const SourceClock& clock, Exam& exam) {
  const auto& started = *body_as<ExamStarted>(exam.started_by);
  const auto& ended = *body_as<ExamEnded>(exam.ended_by);
  exam.row.status = ended.status;
  exam.row.reason = ended.reason;
  exam.row.images = ended.images;
  exam.row.ended = ended.at.value_or(exam.ended_by->t);
  exam.row.ended_seen = exam.ended_by->t;
  const auto sibling = SourceClock::lag(*exam.started_by, started.at);
  const Instant to = clock.place(*exam.ended_by, ended.at, sibling);
  const Instant latest = exam.row.running.from + longest_exam;
  exam.said_to_end = to <= latest;
  exam.row.running.to = std::clamp(to, exam.row.running.from, latest);
}

/// Everything said of one exam; nothing where its start is not among it.
std::optional<Exam> fold(const KeyedHash& name, const Rows& rows, const DeviceName& device, const SourceClock& clock,
                         const Configurations& configurations) {
  const auto starts =
      std::find_if(rows.begin(), rows.end(), [](const LogRow* row) { return body_as<ExamStarted>(row); });
  if (starts == rows.end()) return std::nullopt;
  Exam exam{.row = {.exam = name,
                    .orders = {},
                    .study = {},
                    .device = device,
                    .modality = {},
                    .procedure = {},
                    .reason = {},
                    .ordered = {},
                    .scheduled = {},
                    .arrived = {},
                    .in_room = {},
                    .started = {},
                    .ended = {},
                    .left_room = {},
                    .images_complete = {},
                    .reported = {},
                    .is_signed = {},
                    .started_seen = {},
                    .ended_seen = {},
                    .images = {},
                    .running = {}},
            .started_by = *starts,
            .rows = {},
            .due = {}};
  for (const LogRow* row : rows) {
    if (row->when < exam.started_by->when - said_ahead) continue;
    exam.rows.push_back(row);
    if (const ExamFacts* facts = facts_of(row)) merge(*facts, exam.row);
    if (const auto* stepped = body_as<ExamStepped>(row)) step(row, *stepped, exam.row);
    if (exam.ended_by == nullptr && body_as<ExamEnded>(row) != nullptr) exam.ended_by = row;
  }
  begin(clock, configurations, exam);
  if (exam.ended_by != nullptr) end(clock, exam);
  return exam;
}

Milliseconds usual_length(const Exam& exam, const UsualLength& usual) {
  const auto& started = *body_as<ExamStarted>(exam.started_by);
  if (const auto p90 = usual(exam.row.procedure, exam.row.running.from)) return *p90;
  return started.open_ends_after ? Milliseconds{*started.open_ends_after} : Milliseconds{length_nobody_told};
}

/// When an exam that nobody ended does: at the next exam's start, at the workstation's, at the latest after its usual
/// length.
Instant end_by_rule(const std::vector<Exam>& exams, std::size_t index, const Answers& answers,
                    const UsualLength& usual) {
  const Exam& exam = exams[index];
  const Instant from = exam.row.running.from;
  const Milliseconds length = std::clamp<Milliseconds>(usual_length(exam, usual), Milliseconds{0}, longest_exam);
  Instant ends = from + length;
  for (std::size_t next = index + 1; next < exams.size(); ++next) {
    if (exams[next].row.running.from <= from) continue;
    ends = std::min(ends, exams[next].row.running.from);
    break;
  }
  const auto& starts = answers.workstation_starts();
  const auto start = std::upper_bound(starts.begin(), starts.end(), from);
  return start == starts.end() ? ends : std::min(ends, *start);
}

void infer_ends(std::vector<Exam>& exams, const Answers& answers, const UsualLength& usual, Instant now) {
  for (std::size_t index = 0; index < exams.size(); ++index) {
    Exam& exam = exams[index];
    if (exam.ended_by != nullptr) continue;
    const Instant ends = end_by_rule(exams, index, answers, usual);
    if (ends >= now) {
      exam.due = ends;
      continue;
    }
    exam.row.inferred = true;
    exam.row.running.to = ends;
    exam.row.ended = *exam.row.started + exam.row.running.length();
  }
}

bool runs_at(const Exam& exam, Instant instant) { return exam.row.running.contains(instant); }

bool is_arrival(const std::string& step) { return step == "arrived" || step == "in_room"; }

Exam* exam_for(const LogRow* row, const std::string& step, std::vector<Exam>& exams) {
  const auto after = std::upper_bound(exams.begin(), exams.end(), row->when,
                                      [](Instant time, const Exam& exam) { return time < exam.row.running.from; });
  if (is_arrival(step)) {
    const auto next = std::lower_bound(exams.begin(), exams.end(), row->when,
                                       [](const Exam& exam, Instant time) { return exam.row.running.from < time; });
    return next != exams.end() && next->row.running.from <= row->when + waits_at_most ? &*next : nullptr;
  }
  for (auto exam = after; exam != exams.begin();) {
    --exam;
    if (runs_at(*exam, row->when)) return &*exam;
    if (exam->row.running.from + longest_exam < row->when) break;
  }
  return nullptr;
}

}  // namespace

std::vector<Exam> fold_exams(const Rows& said, const Configurations& configurations, const Answers& answers,
                             const SourceClock& clock, const UsualLength& usual, Instant now) {
  std::map<KeyedHash, Rows> by_name;
  for (const LogRow* row : said) {
    if (const KeyedHash* name = exam_named(row); name != nullptr && row->device) by_name[*name].push_back(row);
  }
  std::vector<Exam> exams;
  for (const auto& [name, rows] : by_name) {
    if (auto exam = fold(name, rows, *rows.front()->device, clock, configurations)) exams.push_back(std::move(*exam));
  }
  std::sort(exams.begin(), exams.end(), [](const Exam& a, const Exam& b) {
    return std::tie(a.row.running.from, a.row.exam) < std::tie(b.row.running.from, b.row.exam);
  });
  infer_ends(exams, answers, usual, now);
  return exams;
}

Rows assign_steps(const Rows& said, std::vector<Exam>& exams) {
  Rows waiting;
  for (const LogRow* row : said) {
    const auto* stepped = body_as<ExamStepped>(row);
    if (stepped == nullptr || stepped->exam) continue;
    if (Exam* exam = exam_for(row, stepped->step, exams)) {
      step(row, *stepped, exam->row);
      exam->rows.push_back(row);
    } else if (is_arrival(stepped->step)) {
      waiting.push_back(row);
    }
  }
  return waiting;
}

std::vector<Instant> begins_of_patients(const std::vector<Exam>& exams) {
  std::vector<Instant> begins;
  for (const Exam& exam : exams) {
    if (exam.is_patients()) begins.push_back(exam.row.running.from);
  }
  return begins;
}

}  // namespace isocenter::collector
