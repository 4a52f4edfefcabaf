#include "collector/state/facts.hpp"

#include <algorithm>
#include <tuple>

namespace isocenter::collector {
namespace {

std::vector<Proof> proofs_of(const Facts& facts) {
  std::vector<Proof> proofs;
  for (const Exam& exam : facts.exams) {
    if (exam.is_patients() && exam.said_to_end) {
      proofs.push_back({exam.row.running.to, Grade::a, exam.ended_by, "exam_ended"});
    }
  }
  for (const Declaration& declaration : facts.declarations.all()) {
    if (declaration.state == EquipmentState::ready) {
      proofs.push_back({declaration.from, Grade::b, declaration.row, "declared"});
    }
  }
  for (const LogRow* row : facts.said) {
    const auto* check = body_as<CheckDone>(row);
    if (check != nullptr && row->device && check->outcome == "passed") {
      proofs.push_back({row->when, Grade::b, row, "check_passed"});
    }
  }
  std::sort(proofs.begin(), proofs.end(), [](const Proof& a, const Proof& b) {
    return std::tie(a.at, a.row->when, a.row->id) < std::tie(b.at, b.row->when, b.row->id);
  });
  return proofs;
}

}  // namespace

Facts::Facts(const DeviceName& device, std::span<const LogRow> given, const UsualLength& usual, Instant until)
    : now{until},
      rows{in_order(given, until)},
      said{without_withdrawn(rows)},
      configurations{device, said},
      answers{said, configurations},
      clock{said},
      declarations{said},
      exams{fold_exams(said, configurations, answers, clock, usual, until)},
      exam_begins{begins_of_patients(exams)},
      waiting_steps{assign_steps(said, exams)},
      faults{fold_faults(said, declarations, exams, clock)},
      proofs{proofs_of(*this)} {
  const auto rows_of = by_node(rows);
  for (const Configuration& configuration : configurations.all()) {
    if (!configuration.observer || presence.contains(*configuration.observer)) continue;
    const auto known = rows_of.find(*configuration.observer);
    presence.emplace(*configuration.observer, Presence{known == rows_of.end() ? Rows{} : known->second});
  }
}

const Presence* Facts::presence_at(Instant instant) const {
  const auto observer = configurations.observer_at(instant);
  return observer ? &presence.at(*observer) : nullptr;
}

}  // namespace isocenter::collector
