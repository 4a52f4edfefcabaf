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
  awaits_names_ = false;
  could_not_keep_ = false;
  if (id == "back" || id == "done") {
    turn_to(Page::home, now);
    return {};
  }
  switch (page_) {
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
    steps_.in_room = now;
    return events;
  }
  if (id == "left_room") {
    auto events = step("left_room");
    steps_.left_room = now;
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
    steps_ = said_->steps_before;
    last_ = said_->last_before;
    said_.reset();
    turn_to(Page::home, now);
    return events;
  }
  if (id == "make_limited" && said_ && said_->what.starts_with(fault_prefix) && !said_->is_limited &&
      !said_->names.empty()) {
    auto events = withdraw(now);
    const Said taken_back = *said_;
    for (NewEvent& event : report(std::string_view{taken_back.what}.substr(fault_prefix.size()), now, true)) {
      events.push_back(std::move(event));
    }
    said_->steps_before = taken_back.steps_before;
    said_->last_before = taken_back.last_before;
    return events;
  }
  return {};
}

std::vector<NewEvent> Scanner::tell(std::string what, EventBody body, Instant now) {
  said_ = Said{.what = what, .at = now, .names = {}, .steps_before = steps_, .last_before = last_};
  last_ = LastTouch{std::move(what), now};
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
  said_->is_limited = effect == Effect::limited;
  return events;
}

std::vector<NewEvent> Scanner::withdraw(Instant now) {
  std::vector<NewEvent> events;
  for (auto name = said_->names.rbegin(); name != said_->names.rend(); ++name) {
    events.push_back(NewEvent{now, device_, EventWithdrawn{name->epoch, name->seq, name->digest}});
  }
  return events;
}

/// A withdrawal has no undo of its own; of a fault that was made limited the last name is the new report's.
void Scanner::recorded(const std::vector<BirthName>& names, Instant) {
  if (!std::exchange(awaits_names_, false) || !said_ || names.empty()) return;
  said_->names = {names.back()};
}

void Scanner::not_recorded(Instant now) {
  could_not_keep_ = true;
  if (std::exchange(awaits_names_, false) && said_) {
    steps_ = said_->steps_before;
    last_ = said_->last_before;
    said_.reset();
  }
  turn_to(Page::home, now);
}

void Scanner::tick(const Department&, Instant now) {
  page_since_ = std::min(page_since_, now);  // the clock was set back: no page stays longer for it
  if (said_) said_->at = std::min(said_->at, now);
  switch (page_) {
    case Page::home: return;
    case Page::fault_choice:
    case Page::planned_choice:
      if (now - page_since_ >= choice_closes_after) turn_to(Page::home, now);
      return;
    case Page::sent: {
      const bool is_fault = said_ && said_->what.starts_with(fault_prefix);
      if (!said_ || now - page_since_ >= (is_fault ? fault_closes_after : undo_for)) turn_to(Page::home, now);
    }
  }
}

void Scanner::turn_to(Page page, Instant now) {
  page_ = page;
  page_since_ = now;
  if (page != Page::sent) said_.reset();
}

bool Scanner::can_undo(Instant now) const { return said_ && !said_->names.empty() && now - said_->at < undo_for; }

}  // namespace isocenter::kiosk
