#include "tests/simulator/inference.hpp"

#include <algorithm>
#include <tuple>

namespace isocenter::simulator {
namespace {

constexpr std::size_t fewest_lengths = 10;
constexpr std::size_t most_lengths = 50;

std::optional<Instant> next_start(const TrueExam& exam, const std::vector<TrueExam>& all) {
  std::optional<Instant> next;
  for (const TrueExam& other : all) {
    if (other.device != exam.device || other.started <= exam.started) continue;
    next = next ? std::min(*next, other.started) : other.started;
  }
  return next;
}

std::optional<Milliseconds> usual_length(const TrueExam& exam, const std::vector<TrueExam>& all) {
  std::vector<const TrueExam*> completed;
  for (const TrueExam& other : all) {
    const bool counts = other.device == exam.device && other.procedure == exam.procedure && other.is_end_told() &&
                        other.completed && *other.ended <= exam.started;
    if (counts) completed.push_back(&other);
  }
  if (completed.size() < fewest_lengths) return std::nullopt;
  std::sort(completed.begin(), completed.end(),
            [](const TrueExam* a, const TrueExam* b) { return *a->ended > *b->ended; });
  completed.resize(std::min(completed.size(), most_lengths));
  std::vector<Milliseconds> lengths;
  for (const TrueExam* other : completed) lengths.push_back(*other->ended - other->started);
  std::sort(lengths.begin(), lengths.end());
  return lengths[(lengths.size() * 9 + 9) / 10 - 1];  // nearest rank
}

/// Writes `state` over what the device's timeline says of `period`.
void overwrite(std::vector<TrueStretch>& timeline, const std::string& device, EquipmentState state, Period period) {
  std::vector<TrueStretch> kept;
  for (const TrueStretch& stretch : timeline) {
    if (stretch.device != device || stretch.to <= period.from || stretch.from >= period.to) {
      kept.push_back(stretch);
      continue;
    }
    if (stretch.from < period.from) kept.push_back({device, stretch.state, stretch.from, period.from});
    if (stretch.to > period.to) kept.push_back({device, stretch.state, period.to, stretch.to});
  }
  kept.push_back({device, state, period.from, period.to});
  timeline = std::move(kept);
}

std::vector<TrueStretch> joined(std::vector<TrueStretch> stretches) {
  std::sort(stretches.begin(), stretches.end(), [](const TrueStretch& a, const TrueStretch& b) {
    return std::tie(a.device, a.from) < std::tie(b.device, b.from);
  });
  std::vector<TrueStretch> whole;
  for (TrueStretch& stretch : stretches) {
    const bool goes_on = !whole.empty() && whole.back().device == stretch.device &&
                         whole.back().state == stretch.state && whole.back().to == stretch.from;
    if (goes_on) {
      whole.back().to = stretch.to;
    } else {
      whole.push_back(std::move(stretch));
    }
  }
  return whole;
}

}  // namespace

std::optional<Instant> end_by_rule(const TrueExam& exam, const std::vector<TrueExam>& all) {
  const auto next = next_start(exam, all);
  const auto usual = usual_length(exam, all);
  if (!usual) return next;
  return next ? std::min(*next, exam.started + *usual) : exam.started + *usual;
}

std::vector<TrueStretch> as_knowable(std::vector<TrueStretch> stretches, const std::vector<TrueExam>& exams) {
  Instant day_ends{};
  for (const TrueStretch& stretch : stretches) day_ends = std::max(day_ends, stretch.to);
  for (const TrueExam& exam : exams) {
    if (exam.is_end_told()) continue;
    const Instant by_rule = std::min(end_by_rule(exam, exams).value_or(end_of_time), day_ends);
    const Instant in_truth = exam.ended.value_or(day_ends);
    const auto in_use = exam.subject == Subject::phantom ? EquipmentState::quality_control : EquipmentState::in_use;
    if (by_rule > in_truth) overwrite(stretches, exam.device, in_use, {in_truth, by_rule});
    if (by_rule < in_truth) overwrite(stretches, exam.device, EquipmentState::ready, {by_rule, in_truth});
  }
  return joined(std::move(stretches));
}

}  // namespace isocenter::simulator
