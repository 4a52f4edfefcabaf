#include "tests/simulator/truth.hpp"

#include <algorithm>

namespace isocenter::simulator {
namespace {

std::vector<TrueStretch> cut_off(std::vector<TrueStretch> stretches, Instant end) {
  std::erase_if(stretches, [&](const TrueStretch& each) { return each.from >= end; });
  for (TrueStretch& each : stretches) each.to = std::min(each.to, end);
  return stretches;
}

}  // namespace

void Truth::enter(const std::string& device, EquipmentState state, Instant at) {
  const std::scoped_lock lock{mutex_};
  const auto last = std::find_if(stretches_.rbegin(), stretches_.rend(),
                                 [&](const TrueStretch& each) { return each.device == device; });
  if (last != stretches_.rend()) {
    if (last->state == state) return;
    last->to = at;
  }
  stretches_.push_back({device, state, at, end_of_time});
}

std::size_t Truth::begin_exam(TrueExam exam) {
  const std::scoped_lock lock{mutex_};
  exams_.push_back(std::move(exam));
  return exams_.size() - 1;
}

void Truth::end_exam(std::size_t place, Instant at, bool completed, std::string reason) {
  const std::scoped_lock lock{mutex_};
  exams_[place].ended = at;
  exams_[place].completed = completed;
  exams_[place].reason = std::move(reason);
  exams_[place].end_told = EndTold::at_once;
}

void Truth::leave_open(std::size_t place, Instant at) {
  const std::scoped_lock lock{mutex_};
  exams_[place].ended = at;
}

void Truth::tell_late(std::size_t place, bool completed, std::string reason) {
  const std::scoped_lock lock{mutex_};
  exams_[place].completed = completed;
  exams_[place].reason = std::move(reason);
  exams_[place].end_told = EndTold::late;
}

void Truth::take_reading(TrueReading reading) {
  const std::scoped_lock lock{mutex_};
  readings_.push_back(std::move(reading));
}

void Truth::count_second_create(bool is_refused) {
  const std::scoped_lock lock{mutex_};
  ++second_creates_;
  if (is_refused) ++refused_creates_;
}

void Truth::report_fault(TrueFault fault) {
  const std::scoped_lock lock{mutex_};
  faults_.push_back(std::move(fault));
}

void Truth::count_answer() {
  const std::scoped_lock lock{mutex_};
  ++answers_;
}

void Truth::complain(std::string what) {
  const std::scoped_lock lock{mutex_};
  complaints_.push_back(std::move(what));
}

void Truth::finish(Instant at) {
  const std::scoped_lock lock{mutex_};
  finished_ = at;
}

std::vector<TrueExam> Truth::exams() const {
  const std::scoped_lock lock{mutex_};
  return exams_;
}

std::vector<TrueFault> Truth::faults() const {
  const std::scoped_lock lock{mutex_};
  return faults_;
}

std::vector<TrueReading> Truth::readings() const {
  const std::scoped_lock lock{mutex_};
  return readings_;
}

std::vector<TrueStretch> Truth::stretches() const {
  const std::scoped_lock lock{mutex_};
  return cut_off(stretches_, finished_);
}

std::vector<TrueStretch> Truth::stretches_until(Instant end) const {
  const std::scoped_lock lock{mutex_};
  return cut_off(stretches_, end);
}

std::vector<std::string> Truth::complaints() const {
  const std::scoped_lock lock{mutex_};
  return complaints_;
}

int Truth::answers() const {
  const std::scoped_lock lock{mutex_};
  return answers_;
}

int Truth::second_creates() const {
  const std::scoped_lock lock{mutex_};
  return second_creates_;
}

int Truth::refused_creates() const {
  const std::scoped_lock lock{mutex_};
  return refused_creates_;
}

Instant now() { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }

}  // namespace isocenter::simulator
