#include <algorithm>
#include <map>
#include <set>

#include "collector/state/derive.hpp"
#include "collector/state/facts.hpp"
#include "collector/state/intervals.hpp"

/// How it is found: a `cut` at or before the horizon is sought such that nothing from it on speaks of the time before
/// it. All rows from the cut on are kept, and of those before it what still lasts there: the configuration, the present
/// epochs and silences of the nodes, the last answer, declarations that hold or may hold again, open faults, running
/// exams, and the last messages by which clocks are compared.
namespace isocenter::collector {
namespace {

/// Rows this long before the horizon may yet be withdrawn, or be outrun by rows that were under way.
constexpr std::chrono::minutes settled_after{5};

class Keeper {
 public:
  explicit Keeper(std::span<const LogRow> rows) : rows_{rows} {}

  void keep(const LogRow* row) {
    if (row != nullptr) kept_.insert(static_cast<std::size_t>(row - rows_.data()));
  }
  void keep(const Rows& rows) {
    for (const LogRow* row : rows) keep(row);
  }
  std::vector<std::size_t> indices() const { return {kept_.begin(), kept_.end()}; }

 private:
  std::span<const LogRow> rows_;
  std::set<std::size_t> kept_;
};

/// The earliest instant that a row speaks of, its exam's begin or end as they lie on the collector's clock. A start or
/// a report said again needs the first one, lest it begin anew.
class Reach {
 public:
  explicit Reach(const Facts& facts) {
    for (const Exam& exam : facts.exams) {
      for (const LogRow* row : exam.rows) {
        if (body_as<ExamStarted>(row) != nullptr) reach_[row] = exam.row.running.from;
      }
      if (exam.ended_by != nullptr) reach_[exam.ended_by] = exam.row.running.to;
    }
    for (const Fault& fault : facts.faults) {
      for (const LogRow* row : fault.rows) {
        if (body_as<FaultReported>(row) != nullptr) reach_[row] = fault.row.reported;
      }
    }
  }
  Instant of(const LogRow* row) const {
    const auto known = reach_.find(row);
    const Instant own = speaks_from(*row);
    return known == reach_.end() ? own : std::min(own, known->second);
  }

 private:
  std::map<const LogRow*, Instant> reach_;
};

Instant reached_by_rows(const Rows& rows, const Reach& reach, Instant instant) {
  for (auto row = rows.rbegin(); row != rows.rend() && (*row)->when >= instant; ++row) {
    instant = std::min(instant, reach.of(*row));
  }
  return instant;
}

Instant begin_of_running(const std::vector<Exam>& exams, Instant instant) {
  for (auto exam = exams.rbegin(); exam != exams.rend(); ++exam) {
    if (exam->row.running.contains(instant)) instant = exam->row.running.from;
    if (exam->row.running.from + longest_exam < instant) break;
  }
  return instant;
}

/// The latest instant at or before `instant` at which no exam runs, and such that no row from it on speaks of the time
/// before it.
Instant pull_back(const Facts& facts, const Reach& reach, Instant instant) {
  while (true) {
    const Instant reached = begin_of_running(facts.exams, reached_by_rows(facts.rows, reach, instant));
    if (reached == instant) return instant;
    instant = reached;
  }
}

/// The proof that may hold at `instant`, whatever the usual lengths are by which exams that nobody ended do: the less
/// is against it the better, so a patient's exam lasts as long as it may, a phantom's not at all.
std::optional<Proof> possible_proof(Facts facts, Instant instant) {
  for (Exam& exam : facts.exams) {
    if (!exam.is_patients() && exam.ended_by == nullptr) exam.row.running.to = exam.row.running.from;
  }
  return proof_before(facts, instant);
}

Instant find_cut(const Facts& facts, Instant horizon) {
  const Reach reach{facts};
  Instant cut = pull_back(facts, reach, horizon - settled_after);
  const auto proof = possible_proof(facts, cut);
  if (!proof) return cut;
  cut = std::min({cut, proof->at, proof->row->when});
  for (const Exam& exam : facts.exams) {
    if (exam.ended_by == proof->row) cut = std::min({cut, exam.row.running.from, exam.started_by->when});
  }
  return pull_back(facts, reach, cut);
}

void keep_configurations(const Facts& facts, Instant since, Instant cut, Keeper& keeper) {
  if (const Configuration* held = facts.configurations.at(since)) keeper.keep(held->row);
  for (const Configuration& configuration : facts.configurations.all()) {
    if (configuration.from >= since && configuration.from < cut) keeper.keep(configuration.row);
  }
}

void keep_presence(const Facts& facts, Instant cut, Keeper& keeper) {
  // Of every node: a later configuration may name any of them.
  for (const auto& [node, rows] : by_node(facts.rows)) keeper.keep(Presence{rows}.rows_at(cut));
}

void keep_answers(const Facts& facts, Instant cut, Keeper& keeper) {
  const Answers::Answer* last = nullptr;
  for (const Answers::Answer& answer : facts.answers.all()) {
    if (answer.row == nullptr ? answer.from < cut : answer.row->when < cut) last = &answer;
  }
  if (last == nullptr) return;
  keeper.keep(last->first);
  keeper.keep(last->row);
}

void keep_declarations(const Facts& facts, Instant cut, Keeper& keeper) {
  for (const Declaration& declaration : facts.declarations.all()) {
    if (declaration.from >= cut && declaration.row->when < cut) keeper.keep(declaration.row);
  }
  if (const auto standing = facts.declarations.at(cut - Milliseconds{1}, facts.exam_begins)) {
    keeper.keep(standing->declaration->row);
  }
  const Declaration* beneath = facts.declarations.beneath(cut - Milliseconds{1});
  if (beneath != nullptr && beneath->state != EquipmentState::ready) keeper.keep(beneath->row);
}

void keep_faults(const Facts& facts, Instant cut, Keeper& keeper) {
  for (const Fault& fault : facts.faults) {
    if (fault.row.reported >= cut || fault.closed() <= cut) continue;
    keeper.keep(fault.rows);
    if (!fault.by_person) keeper.keep(facts.clock.messages_before(*fault.reported_by));
  }
}

/// Returns when the first of the exams that are kept began.
Instant keep_exams(const Facts& facts, Instant cut, Keeper& keeper) {
  keeper.keep(facts.clock.messages_before(cut));
  Instant first = cut;
  for (const Exam& exam : facts.exams) {
    const bool lasts = exam.row.running.to >= cut || exam.started_by->when >= cut;
    if (!lasts) continue;
    keeper.keep(exam.rows);
    keeper.keep(facts.clock.messages_before(*exam.started_by));
    first = std::min(first, exam.row.running.from);
  }
  return first;
}

/// What was said of exams and faults whose start or report may yet come.
void keep_early_words(const Facts& facts, Instant cut, Keeper& keeper) {
  std::set<const LogRow*> placed;
  for (const Exam& exam : facts.exams) placed.insert(exam.rows.begin(), exam.rows.end());
  for (const Fault& fault : facts.faults) placed.insert(fault.rows.begin(), fault.rows.end());
  for (const LogRow* row : facts.said) {
    if (row->when < cut - said_ahead || row->when >= cut || placed.contains(row)) continue;
    const auto* stepped = body_as<ExamStepped>(row);
    const bool of_exam = body_as<ExamUpdated>(row) != nullptr || body_as<ExamEnded>(row) != nullptr ||
                         (stepped != nullptr && stepped->exam);
    if (of_exam || body_as<FaultStepped>(row) != nullptr) keeper.keep(row);
  }
  for (const LogRow* row : facts.waiting_steps) {
    if (row->when >= cut - waits_at_most) keeper.keep(row);
  }
}

}  // namespace

std::vector<std::size_t> carry(const DeviceName& device, std::span<const LogRow> rows, Instant horizon) {
  const UsualLength longest = [](const std::string&, Instant) { return std::optional<Milliseconds>{longest_exam}; };
  const Facts facts{device, rows, longest, horizon};
  const Instant cut = find_cut(facts, horizon);
  Keeper keeper{rows};
  for (const LogRow* row : facts.rows) {
    if (row->when >= cut) keeper.keep(row);
  }
  const Instant since = keep_exams(facts, cut, keeper);
  keep_configurations(facts, since, cut, keeper);
  keep_presence(facts, cut, keeper);
  keep_answers(facts, cut, keeper);
  keep_declarations(facts, cut, keeper);
  keep_faults(facts, cut, keeper);
  keep_early_words(facts, cut, keeper);
  return keeper.indices();
}

}  // namespace isocenter::collector
