#include "collector/state/faults.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace isocenter::collector {
namespace {

const FaultId* fault_named(const LogRow* row) {
  if (const auto* reported = body_as<FaultReported>(row)) return &reported->fault;
  if (const auto* stepped = body_as<FaultStepped>(row)) return &stepped->fault;
  return nullptr;
}

std::optional<Instant>* column_of(FaultStep step, FaultRow& fault) {
  switch (step) {
    case FaultStep::called: return &fault.called;
    case FaultStep::acknowledged: return &fault.acknowledged;
    case FaultStep::on_site: return &fault.on_site;
    case FaultStep::repaired: return &fault.repaired;
    case FaultStep::released: return &fault.released;
    case FaultStep::noted: return nullptr;
  }
  return nullptr;
}

void close(FaultRow& fault, Instant at, std::string_view by) {
  if (fault.closed && *fault.closed <= at) return;
  fault.closed = at;
  fault.closed_by = by;
}

/// When it was said, or what a user, whose clock is the collector's page, says of the time before.
Instant time_of(const LogRow& row, const FaultStepped& stepped) {
  const bool is_earlier = !stepped.by.empty() && stepped.at && on_collector_clock(row, *stepped.at) < row.when;
  return is_earlier ? on_collector_clock(row, *stepped.at) : row.when;
}

/// The fault is over when that is said, not before: no state changes afterwards but by a correction.
void step(const LogRow* row, const FaultStepped& stepped, FaultRow& fault) {
  if (stepped.step == FaultStep::noted && !stepped.note.empty()) fault.note = stepped.note;
  auto* column = column_of(stepped.step, fault);
  if (column == nullptr || *column) return;
  *column = std::max(time_of(*row, stepped), fault.reported);
  const bool ends = stepped.step == FaultStep::repaired || stepped.step == FaultStep::released;
  if (ends) close(fault, std::max(row->when, fault.reported), word(stepped.step));
}

std::optional<Fault> fold(const FaultId& name, const Rows& rows) {
  const auto first =
      std::find_if(rows.begin(), rows.end(), [](const LogRow* row) { return body_as<FaultReported>(row); });
  if (first == rows.end()) return std::nullopt;
  const auto& reported = *body_as<FaultReported>(*first);
  Fault fault{.row = {.fault = name,
                      .device = *(*first)->device,
                      .code = reported.code,
                      .effect = reported.effect,
                      .cause = reported.cause,
                      .source = reported.source,
                      .reported = (*first)->when,
                      .called = {},
                      .acknowledged = {},
                      .on_site = {},
                      .repaired = {},
                      .released = {},
                      .closed = {},
                      .closed_by = {},
                      .note = {}},
              .reported_by = *first,
              .rows = {},
              .by_person = reported.source == "person"};
  for (const LogRow* row : rows) {
    if (row->when < fault.row.reported - said_ahead) continue;
    fault.rows.push_back(row);
    if (const auto* stepped = body_as<FaultStepped>(row)) step(row, *stepped, fault.row);
  }
  return fault;
}

/// When exams of patients that were completed ended, by their begin; and from each begin on the earliest end.
class Completions {
 public:
  explicit Completions(const std::vector<Exam>& exams) {
    for (const Exam& exam : exams) {
      if (exam.is_patients() && exam.said_to_end && exam.row.status == ExamStatus::completed) {
        by_begin_.push_back(exam.row.running);
      }
    }
    Instant earliest = end_of_time;
    for (auto running = by_begin_.rbegin(); running != by_begin_.rend(); ++running) {
      earliest = running->to = std::min(earliest, running->to);
    }
  }

  std::optional<Instant> first_end_of_one_begun_after(Instant instant) const {
    const auto found = std::upper_bound(by_begin_.begin(), by_begin_.end(), instant,
                                        [](Instant time, const Period& running) { return time < running.from; });
    return found == by_begin_.end() ? std::nullopt : std::optional{found->to};
  }

 private:
  std::vector<Period> by_begin_;
};

}  // namespace

std::vector<Fault> fold_faults(const Rows& said, const Declarations& declarations, const std::vector<Exam>& exams,
                               const SourceClock& clock) {
  std::map<FaultId, Rows> by_name;
  for (const LogRow* row : said) {
    if (const FaultId* name = fault_named(row); name != nullptr && row->device) by_name[*name].push_back(row);
  }
  const Completions completions{exams};
  std::vector<Fault> faults;
  for (const auto& [name, rows] : by_name) {
    auto fault = fold(name, rows);
    if (!fault) continue;
    if (const auto* ready = declarations.first_ready_after(fault->row.reported, *fault->reported_by)) {
      close(fault->row, ready->from, "room_ready");
    }
    if (!fault->by_person && fault->row.effect != Effect::limited) {
      const Instant happened = clock.place(*fault->reported_by, body_as<FaultReported>(fault->reported_by)->at);
      const auto end = completions.first_end_of_one_begun_after(happened);
      if (end) close(fault->row, std::max(*end, fault->row.reported), "exam_completed");
    }
    faults.push_back(std::move(*fault));
  }
  std::sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) {
    return std::tie(a.row.reported, a.row.fault) < std::tie(b.row.reported, b.row.fault);
  });
  return faults;
}

}  // namespace isocenter::collector
