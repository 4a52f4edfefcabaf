#include "collector/state/derive.hpp"

#include <algorithm>

#include "collector/state/facts.hpp"
#include "collector/state/intervals.hpp"

namespace isocenter::collector {
namespace {

/// What a person had said that the exam ran against, at its begin; nothing where nobody had.
std::optional<EquipmentState> contradicted(const Facts& facts, const Exam& exam) {
  const Instant began = exam.row.running.from;
  if (const auto standing = facts.declarations.at(began, facts.exam_begins); standing && !standing->overran) {
    if (standing->state() == EquipmentState::planned_down) return EquipmentState::planned_down;
    const bool before = standing->declaration->from < began;
    if (standing->state() == EquipmentState::down && before) return EquipmentState::down;
  }
  for (const Fault& fault : facts.faults) {
    if (fault.row.reported >= began) break;
    if (fault.by_person && fault.row.effect == Effect::down && fault.closed() > began) return EquipmentState::down;
  }
  return std::nullopt;
}

bool lies_in(Instant from, Instant to, Period window) { return to > window.from || from >= window.from; }

std::optional<Instant> earliest(std::optional<Instant> a, std::optional<Instant> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

/// The next instant from `now` on at which anything may change without another event.
std::optional<Instant> next_change(const Facts& facts, std::span<const LogRow> rows) {
  std::optional<Instant> next;
  const auto note = [&](Instant at) {
    if (at >= facts.now) next = earliest(next, at);
  };
  for (const LogRow& row : rows) note(row.when);
  for (const Exam& exam : facts.exams) {
    if (exam.due) note(*exam.due);
  }
  const auto standing = facts.declarations.at(facts.now, facts.exam_begins);
  for (const Declaration& declaration : facts.declarations.all()) {
    const bool holds = standing && standing->declaration == &declaration;
    if (declaration.until && (holds || declaration.from >= facts.now)) note(*declaration.until);
    note(declaration.from);
  }
  if (const Configuration* held = facts.configurations.at(facts.now)) {
    next = earliest(next, held->calendar.next_change(facts.now));
  }
  return next;
}

}  // namespace

Derived derive_device(const DeviceName& device, std::span<const LogRow> rows, const UsualLength& usual, Period window) {
  Derived derived;
  if (window.empty()) return derived;
  const Facts facts{device, rows, usual, window.to};
  for (const Exam& exam : facts.exams) {
    if (!lies_in(exam.row.running.from, exam.row.running.to, window)) continue;
    derived.exams.push_back(exam.row);
    if (!exam.is_patients()) continue;
    if (const auto declared = contradicted(facts, exam)) {
      derived.contradictions.push_back({device, exam.row.exam, *declared, exam.row.running.from});
    }
  }
  for (const Fault& fault : facts.faults) {
    if (lies_in(fault.row.reported, fault.closed(), window)) derived.faults.push_back(fault.row);
  }
  derived.intervals = work_out_intervals(device, facts, window);
  derived.next_change = next_change(facts, rows);
  return derived;
}

}  // namespace isocenter::collector
