#include "kiosk/model/scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "kiosk/model/fault_category.hpp"
#include "kiosk/model/scanner_times.hpp"

namespace isocenter::kiosk {
namespace {

constexpr std::string_view fault_prefix = "fault:";
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

}  // namespace

std::vector<NewEvent> Scanner::touch(std::string_view id, const Department& department, Instant now) {
  tick(department, now);
  before_ = memory_;
  awaits_names_ = false;
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
  return tell(
      "planned",
      DeviceDeclared{.state = EquipmentState::planned_down, .from = now, .until = until, .note = "", .role = role_},
      now);
}

std::vector<NewEvent> Scanner::touch_sent(std::string_view id, Instant now) {
  if (id == "undo" && can_undo(now)) {
    auto events = withdraw(now);
    memory_.steps = memory_.said->steps_before;
    memory_.last = memory_.said->last_before;
    memory_.said.reset();
    turn_to(Page::home, now);
    return events;
  }
  if (id == "make_limited" && memory_.said && memory_.said->what.starts_with(fault_prefix) &&
      !memory_.said->is_limited && !memory_.said->names.empty()) {
    auto events = withdraw(now);
    const Said taken_back = *memory_.said;
    for (NewEvent& event : report(std::string_view{taken_back.what}.substr(fault_prefix.size()), now, true)) {
      events.push_back(std::move(event));
    }
    memory_.said->steps_before = taken_back.steps_before;
    memory_.said->last_before = taken_back.last_before;
    return events;
  }
  return {};
}

std::vector<NewEvent> Scanner::tell(std::string what, EventBody body, Instant now) {
  memory_.said = Said{.what = what, .at = now, .names = {}, .steps_before = memory_.steps, .last_before = memory_.last};
  memory_.last = LastTouch{std::move(what), now};
  awaits_names_ = true;
  turn_to(Page::sent, now);
  std::vector<NewEvent> events;
  events.push_back(NewEvent{now, device_, std::move(body)});
  return events;
}

std::vector<NewEvent> Scanner::report(std::string_view category, Instant now, bool make_limited) {
  const FaultCategory* const chosen = find_category(category);
  if (chosen == nullptr) return {};
  const Effect effect = make_limited ? Effect::limited : chosen->effect;
  auto events = tell(fmt::format("{}{}", fault_prefix, category),
                     FaultReported{.fault = fmt::format("{}-{}-{}", device_.text(), to_unix_ms(now), ++faults_),
                                   .code = std::string{category},
                                   .effect = effect,
                                   .cause = chosen->cause,
                                   .source = "person",
                                   .at = now},
                     now);
  memory_.said->is_limited = effect == Effect::limited;
  return events;
}

std::vector<NewEvent> Scanner::withdraw(Instant now) {
  std::vector<NewEvent> events;
  for (auto name = memory_.said->names.rbegin(); name != memory_.said->names.rend(); ++name) {
    events.push_back(NewEvent{now, device_, EventWithdrawn{name->epoch, name->seq, name->digest}});
  }
  return events;
}

/// A withdrawal has no undo of its own; of a fault that was made limited the last name is the new report's.
void Scanner::recorded(const std::vector<BirthName>& names, Instant) {
  if (!std::exchange(awaits_names_, false) || !memory_.said || names.empty()) return;
  memory_.said->names = {names.back()};
}

/// All is as before the touch, so that it can be tried again; only the choices say nothing of what was not kept.
void Scanner::not_recorded(Instant now) {
  awaits_names_ = false;
  could_not_keep_ = true;
  memory_ = before_;
  if (memory_.page != Page::sent) turn_to(Page::home, now);
}

void Scanner::tick(const Department&, Instant now) {
  memory_.page_since = std::min(memory_.page_since, now);  // the clock was set back: no page stays longer for it
  if (memory_.said) memory_.said->at = std::min(memory_.said->at, now);
  switch (memory_.page) {
    case Page::home: return;
    case Page::fault_choice:
    case Page::planned_choice:
      if (now - memory_.page_since >= choice_closes_after) turn_to(Page::home, now);
      return;
    case Page::sent: {
      const bool is_fault = memory_.said && memory_.said->what.starts_with(fault_prefix);
      if (!memory_.said || now - memory_.page_since >= (is_fault ? fault_closes_after : undo_for))
        turn_to(Page::home, now);
    }
  }
}

void Scanner::turn_to(Page page, Instant now) {
  memory_.page = page;
  memory_.page_since = now;
  if (page != Page::sent) memory_.said.reset();
}

bool Scanner::can_undo(Instant now) const {
  return memory_.said && !memory_.said->names.empty() && now - memory_.said->at < undo_for;
}

}  // namespace isocenter::kiosk
