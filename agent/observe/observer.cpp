#include "agent/observe/observer.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace isocenter::agent {
namespace {

constexpr std::string_view workstation_started = "workstation_started";

/// Probes of several threads may hand in a miss that began before the last answer; older than this it is a clock that
/// was set back.
constexpr Milliseconds overtaken_at_most{30'000};

int telling(std::string_view source) {
  constexpr std::array<std::string_view, 3> ascending{"workstation", "tcp", "echo"};
  const auto* const found = std::find(ascending.begin(), ascending.end(), source);
  return found == ascending.end() ? 0 : 1 + static_cast<int>(found - ascending.begin());
}

bool is_probe(std::string_view source) { return telling(source) > 0; }

bool is_exam_event(const EventBody& body) {
  return std::holds_alternative<ExamStarted>(body) || std::holds_alternative<ExamUpdated>(body) ||
         std::holds_alternative<ExamEnded>(body);
}

bool tells_workstation_start(const Sighting& sighting) {
  const auto* const reached = std::get_if<Reached>(&sighting.seen);
  return reached != nullptr && reached->reason == workstation_started;
}

}  // namespace

DeviceObserver::DeviceObserver(DeviceName device, ObserverRules rules, ObserverMemory remembered)
    : device_{std::move(device)}, rules_{std::move(rules)}, memory_{std::move(remembered)} {
  assert(rules_.missed_probes >= 1);
}

std::vector<NewEvent> DeviceObserver::observe(const Sighting& sighting) {
  assert(sighting.device == device_);
  std::vector<NewEvent> events;
  end_overdue_exam(sighting.t);
  const auto* const reached = std::get_if<Reached>(&sighting.seen);
  if (tells_workstation_start(sighting)) {
    memory_.open.reset();
    become(Activity::idle, {sighting.t, reached->reason, sighting.source});
  }
  if (reached != nullptr && is_probe(sighting.source)) {
    hear_probe(sighting.source, *reached, sighting.t);
  } else if (!is_probe(sighting.source)) {
    hear_message(sighting.source, sighting.t);
  }
  if (reached == nullptr) {
    const EventBody& body = std::get<EventBody>(sighting.seen);
    learn(body, sighting.source, sighting.t);
    if (is_passed_on(sighting)) events.push_back(NewEvent{sighting.t, device_, body});
  }
  if (auto changed = news(sighting)) events.push_back(std::move(*changed));
  return events;
}

void DeviceObserver::Word::answer(const Change& change) {
  if (answers != true) why = change;
  answers = true;
  missed = 0;
  last_answer = change.since;
}

void DeviceObserver::Word::miss(const Change& change, int missed_probes) {
  const bool overtaken = last_answer && change.since <= *last_answer && *last_answer - change.since < overtaken_at_most;
  if (overtaken) return;
  if (missed++ == 0) first_missed = change.since;
  if (missed < missed_probes || answers == false) return;
  answers = false;
  why = change;
  why.since = first_missed;
}

void DeviceObserver::hear_probe(const std::string& source, const Reached& reached, Instant t) {
  const Change change{t, reached.reason, source};
  if (reached.answered) {
    words_[source].answer(change);
  } else {
    words_[source].miss(change, rules_.missed_probes);
  }
}

/// An MPPS message came by an association of the moment; any other is the best there is where no probe speaks.
void DeviceObserver::hear_message(const std::string& source, Instant t) {
  const bool any_probe =
      std::any_of(words_.begin(), words_.end(), [](const auto& word) { return is_probe(word.first); });
  if (any_probe && source != "mpps") return;
  const Change change{t, "message", source};
  if (!any_probe) words_[source].answer(change);
  for (auto& [name, word] : words_) {
    if (is_probe(name)) word.answer(change);
  }
}

void DeviceObserver::learn(const EventBody& body, const std::string& source, Instant t) {
  if (is_exam_event(body) && source != rules_.exam_source) return;
  if (const auto* const started = std::get_if<ExamStarted>(&body)) {
    memory_.open = OpenExam{started->facts.exam, t};
    const bool phantom = started->subject == Subject::phantom;
    become(phantom ? Activity::quality_control : Activity::exam, {t, "exam_started", source});
  } else if (const auto* const ended = std::get_if<ExamEnded>(&body)) {
    if (memory_.open && memory_.open->exam != ended->facts.exam) return;
    memory_.open.reset();
    become(Activity::idle, {t, "exam_ended", source});
  } else if (const auto* const seen = std::get_if<DeviceObserved>(&body)) {
    if (!memory_.open) become(seen->activity, {t, seen->reason, source});
  }
}

void DeviceObserver::end_overdue_exam(Instant t) {
  if (!memory_.open || t < memory_.open->seen + rules_.open_ends_after) return;
  const Instant due = memory_.open->seen + rules_.open_ends_after;
  memory_.open.reset();
  become(Activity::unknown, {due, "exam_overdue", rules_.exam_source});
}

void DeviceObserver::become(Activity activity, Change change) {
  if (memory_.activity == activity) return;
  memory_.activity = activity;
  activity_change_ = std::move(change);
}

bool DeviceObserver::is_passed_on(const Sighting& sighting) const {
  const EventBody& body = std::get<EventBody>(sighting.seen);
  if (std::holds_alternative<DeviceObserved>(body)) return false;
  return !is_exam_event(body) || sighting.source == rules_.exam_source;
}

const DeviceObserver::Word* DeviceObserver::most_telling() const {
  const Word* best = nullptr;
  int most = -1;
  for (const auto& [source, word] : words_) {
    if (!word.answers || telling(source) <= most) continue;
    best = &word;
    most = telling(source);
  }
  return best;
}

std::optional<NewEvent> DeviceObserver::news(const Sighting& sighting) {
  const auto activity_change = std::exchange(activity_change_, std::nullopt);
  const auto* const word = most_telling();
  if (word == nullptr) return std::nullopt;
  const bool reachable = *word->answers;
  const Activity activity = reachable ? memory_.activity : Activity::unknown;
  const bool flipped = !said_ || said_->reachable != reachable;
  const bool restarted = tells_workstation_start(sighting);
  if (!flipped && said_->activity == activity && !restarted) return std::nullopt;

  Change why = !flipped && activity_change ? *activity_change : word->why;
  if (restarted) why = {sighting.t, std::string{workstation_started}, sighting.source};
  said_ =
      wire::ObservedDevice{sighting.t, reachable, activity, std::min(why.since, sighting.t), why.reason, why.source};
  return NewEvent{sighting.t, device_, DeviceObserved{reachable, activity, said_->since, why.reason, why.source}};
}

}  // namespace isocenter::agent
