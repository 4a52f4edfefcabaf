#include "kiosk/model/scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "kiosk/model/fault_category.hpp"
#include "kiosk/model/fault_note.hpp"
#include "kiosk/model/scanner_times.hpp"

namespace isocenter::kiosk {
namespace {

constexpr std::string_view fault_prefix = "fault:";
constexpr std::string_view note_prefix = "note:";
constexpr std::string_view planned_prefix = "planned:";  // and its end in Unix milliseconds

/// Beyond this nobody plans at a kiosk, and an id that says so is none of ours.
constexpr std::chrono::hours longest_planned{48};

std::optional<Instant> planned_end(std::string_view id, Instant now) {
  if (!id.starts_with(planned_prefix)) return std::nullopt;
  id.remove_prefix(planned_prefix.size());
  std::int64_t unix_ms = 0;
  const auto read = std::from_chars(id.data(), id.data() + id.size(), unix_ms);
  if (read.ec != std::errc{} || read.ptr != id.data() + id.size()) return std::nullopt;
  const Instant until = from_unix_ms(unix_ms);
  return until > now && until <= now + longest_planned ? std::optional{until} : std::nullopt;
}

std::vector<NewEvent> one(Instant now, const DeviceName& device, EventBody body) {
  std::vector<NewEvent> events;
  events.push_back(NewEvent{now, device, std::move(body)});
  return events;
}

FaultStepped noted(const FaultId& fault, const std::string& note, Instant now) {
  return {.step = FaultStep::noted, .fault = fault, .at = now, .vendor = "", .reference = "", .note = note};
}

}  // namespace

std::vector<NewEvent> Scanner::touch(std::string_view id, const Department& department, Instant now) {
  tick(department, now);
  before_ = memory_;
  awaited_ = 0;
  could_not_keep_ = false;
  if (id == "back" || id == "done") {
    turn_to(Page::home, now);
    return {};
  }
  switch (memory_.page) {
    case Page::home: return touch_home(id, now);
    case Page::fault_choice:
      return id.starts_with(fault_prefix) ? report(id.substr(fault_prefix.size()), now, false)
                                          : std::vector<NewEvent>{};
    case Page::planned_choice: return touch_planned(id, now);
    case Page::sent: return touch_sent(id, now);
  }
  return {};
}

std::vector<NewEvent> Scanner::touch_home(std::string_view id, Instant now) {
  const auto declare = [&](EquipmentState state) {
    return tell(std::string{id}, DeviceDeclared{.state = state, .from = now, .until = {}, .note = "", .role = role_},
                now);
  };
  const auto step = [&](const char* name) {
    return tell(std::string{id}, ExamStepped{.exam = std::nullopt, .step = name, .at = now}, now);
  };
  if (id == "ready") return declare(EquipmentState::ready);
  if (id == "quality_control") return declare(EquipmentState::quality_control);
  if (id == "undo") return undo(now);
  if (id == "fault") turn_to(Page::fault_choice, now);
  if (id == "planned") turn_to(Page::planned_choice, now);
  if (id == "in_room") {
    auto events = step("in_room");
    memory_.steps.in_room = now;
    return events;
  }
  if (id == "left_room") {
    auto events = step("left_room");
    memory_.steps.left_room = now;
    return events;
  }
  return {};
}

std::vector<NewEvent> Scanner::touch_planned(std::string_view id, Instant now) {
  const auto until = planned_end(id, now);
  if (!until) return {};
  turn_to(Page::home, now);
  return tell(
      "planned",
      DeviceDeclared{.state = EquipmentState::planned_down, .from = now, .until = until, .note = "", .role = role_},
      now);
}

std::vector<NewEvent> Scanner::touch_sent(std::string_view id, Instant now) {
  if (id == "undo") return undo(now);
  if (!said_a_fault() || memory_.said->names.empty()) return {};
  if (id == "make_limited" && !memory_.said->is_limited) return make_limited(now);
  if (id.starts_with(note_prefix)) return note(id.substr(note_prefix.size()), now);
  return {};
}

std::vector<NewEvent> Scanner::tell(std::string what, EventBody body, Instant now) {
  memory_.said = Said{.what = what, .at = now, .names = {}, .steps_before = memory_.steps, .last_before = memory_.last};
  memory_.last = LastTouch{std::move(what), now};
  awaited_ = 1;
  return one(now, device_, std::move(body));
}

std::vector<NewEvent> Scanner::report(std::string_view category, Instant now, bool make_limited) {
  const FaultCategory* const chosen = find_category(category);
  if (chosen == nullptr) return {};
  const Effect effect = make_limited ? Effect::limited : chosen->effect;
  FaultId fault = fmt::format("{}-{}-{}", device_.text(), to_unix_ms(now), ++faults_);
  auto events = tell(fmt::format("{}{}", fault_prefix, category),
                     FaultReported{.fault = fault,
                                   .code = std::string{category},
                                   .effect = effect,
                                   .cause = chosen->cause,
                                   .source = "person",
                                   .at = now},
                     now);
  memory_.said->is_limited = effect == Effect::limited;
  memory_.said->fault = std::move(fault);
  turn_to(Page::sent, now);
  return events;
}

/// Of several the latest counts.
std::vector<NewEvent> Scanner::note(std::string_view word, Instant now) {
  if (find_note(word) == nullptr || word == memory_.said->note) return {};
  memory_.said->note = word;
  awaited_ = 1;
  return one(now, device_, noted(memory_.said->fault, memory_.said->note, now));
}

/// The first report is taken back, another one made; what was said more closely goes with it.
std::vector<NewEvent> Scanner::make_limited(Instant now) {
  auto events = withdraw(now);
  const Said taken_back = *memory_.said;
  for (NewEvent& event : report(std::string_view{taken_back.what}.substr(fault_prefix.size()), now, true)) {
    events.push_back(std::move(event));
  }
  memory_.said->steps_before = taken_back.steps_before;
  memory_.said->last_before = taken_back.last_before;
  if (taken_back.note.empty()) return events;
  memory_.said->note = taken_back.note;
  awaited_ = 2;
  events.push_back(NewEvent{now, device_, noted(memory_.said->fault, memory_.said->note, now)});
  return events;
}

std::vector<NewEvent> Scanner::undo(Instant now) {
  if (!can_undo(now)) return {};
  auto events = withdraw(now);
  memory_.steps = memory_.said->steps_before;
  memory_.last = memory_.said->last_before;
  memory_.said.reset();
  turn_to(Page::home, now);
  return events;
}

/// The last first.
std::vector<NewEvent> Scanner::withdraw(Instant now) const {
  std::vector<NewEvent> events;
  for (auto name = memory_.said->names.rbegin(); name != memory_.said->names.rend(); ++name) {
    events.push_back(NewEvent{now, device_, EventWithdrawn{name->epoch, name->seq, name->digest}});
  }
  return events;
}

/// A withdrawal has no undo of its own: of a fault that was made limited the last names are the new report's.
void Scanner::recorded(const std::vector<BirthName>& names, Instant) {
  const std::size_t count = std::min(std::exchange(awaited_, 0), names.size());
  if (!memory_.said) return;
  memory_.said->names.insert(memory_.said->names.end(), names.end() - static_cast<std::ptrdiff_t>(count), names.end());
}

/// All is as before the touch, so that it can be tried again; only the choices say nothing of what was not kept.
void Scanner::not_recorded(Instant now) {
  awaited_ = 0;
  could_not_keep_ = true;
  memory_ = before_;
  if (memory_.page != Page::sent) turn_to(Page::home, now);
}

void Scanner::tick(const Department&, Instant now) {
  memory_.page_since = std::min(memory_.page_since, now);  // the clock was set back: no page stays longer for it
  if (memory_.said) memory_.said->at = std::min(memory_.said->at, now);
  switch (memory_.page) {
    case Page::home: break;
    case Page::fault_choice:
    case Page::planned_choice:
      if (now - memory_.page_since >= choice_closes_after) turn_to(Page::home, now);
      break;
    case Page::sent:
      if (!memory_.said || now - memory_.page_since >= fault_closes_after) turn_to(Page::home, now);
      break;
  }
  if (memory_.page != Page::sent && memory_.said && now - memory_.said->at >= undo_for) memory_.said.reset();
}

void Scanner::turn_to(Page page, Instant now) {
  memory_.page = page;
  memory_.page_since = now;
}

bool Scanner::can_undo(Instant now) const {
  return memory_.said && !memory_.said->names.empty() && now - memory_.said->at < undo_for;
}

bool Scanner::said_a_fault() const { return memory_.said && memory_.said->what.starts_with(fault_prefix); }

}  // namespace isocenter::kiosk
