#include "tests/bench/mix.hpp"

#include <fmt/format.h>

namespace isocenter::bench {
namespace {

constexpr std::chrono::minutes between_exams{20};
constexpr std::size_t cycle = 20;  ///< of a device's events: 14 readings, 4 observations, an exam's start and end

/// What comes next of one device. Of each cycle of twenty events the first begins an exam and the eleventh ends it.
class DeviceStory {
 public:
  DeviceStory(std::size_t number, DeviceName name) : number_{number}, name_{std::move(name)} {}

  NewEvent next(Instant t) {
    const std::size_t at = told_++ % cycle;
    if (at == 0) return {t, name_, start_exam(t)};
    if (at == 10) return {t, name_, end_exam(t)};
    if (at % 5 == 3) return {t, name_, observe(t)};
    return {t, name_, ReadingTaken{at % 2 == 0 ? "helium_level" : "room_temperature", 20.0 + double(at) / 8, "%"}};
  }

 private:
  KeyedHash hash(std::size_t of) const { return fmt::format("k1:{:032x}{:032x}", number_, of); }

  ExamStarted start_exam(Instant t) {
    ++exams_;
    return {.facts = {.exam = hash(exams_), .orders = {hash(exams_ + 1'000'000'000)}, .procedure = "CT CHEST"},
            .subject = Subject::patient,
            .at = t,
            .source = "mpps"};
  }
  ExamEnded end_exam(Instant t) const {
    return {.facts = {.exam = hash(exams_)}, .at = t, .status = ExamStatus::completed, .images = 320};
  }
  /// One in ten says something new: the device stops or begins to answer.
  DeviceObserved observe(Instant t) {
    if (observed_++ % 10 == 9) {
      reachable_ = !reachable_;
      since_ = t;
    }
    return {reachable_, reachable_ ? Activity::idle : Activity::unknown, since_.value_or(t),
            reachable_ ? "echo" : "no_answer", "echo"};
  }

  std::size_t number_;
  DeviceName name_;
  std::size_t told_ = 0, exams_ = 0, observed_ = 0;
  bool reachable_ = true;
  std::optional<Instant> since_;
};

template <typename Name>
std::vector<Name> names(std::string_view word, std::size_t count) {
  std::vector<Name> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back(*Name::parse(fmt::format("{}{}", word, i + 1)));
  return all;
}

}  // namespace

std::vector<NodeName> Department::node_names() const { return names<NodeName>("agent-", nodes); }
std::vector<DeviceName> Department::device_names() const { return names<DeviceName>("room", devices); }

std::vector<MixedEvent> mixed_events(const Department& department, std::size_t count, Instant until) {
  std::vector<DeviceStory> stories;
  for (const DeviceName& name : department.device_names()) stories.emplace_back(stories.size(), name);
  const Milliseconds step = Milliseconds{between_exams} / static_cast<std::int64_t>(cycle * stories.size());
  std::vector<MixedEvent> events;
  events.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t device = i % stories.size();
    const Instant t = until - step * static_cast<std::int64_t>(count - i);
    events.push_back({department.node_of(device), stories[device].next(t)});
  }
  return events;
}

}  // namespace isocenter::bench
