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

DeviceDeclared declared(EquipmentState state, Instant now, std::optional<Instant> until, const std::string& role) {
  return {.state = state, .from = now, .until = until, .note = "", .role = role};
}

FaultStepped stepped(FaultStep step, const FaultId& fault, Instant now) {
  return {.step = step, .fault = fault, .at = now, .vendor = "", .reference = "", .note = ""};
}

FaultStepped noted(const FaultId& fault, const std::string& note, Instant now) {
  FaultStepped said = stepped(FaultStep::noted, fault, now);
  said.note = note;
  return said;
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
    case Page::home: return touch_home(id, department, now);
    case Page::fault_choice:
      return id.starts_with(fault_prefix) ? report(id.substr(fault_prefix.size()), now, false)
                                          : std::vector<NewEvent>{};
    case Page::planned_choice: return touch_planned(id, now);
    case Page::sent: return touch_sent(id, now);
  }
  return {};
}

std::vector<NewEvent> Scanner::touch_home(std::string_view id, const Department& department, Instant now) {
  const auto step = [&](const char* name) {
    return tell(std::string{id}, ExamStepped{.exam = std::nullopt, .step = name, .at = now}, now);
  };
  if (id == "ready") return room_ready(now);
  if (id == "quality_control") {
    return tell(std::string{id}, declared(EquipmentState::quality_control, now, std::nullopt, role_), now);
  }
  if (id == "undo") return undo(now);
  if (id == "fault") turn_to(Page::fault_choice, now);
  if (id == "planned") turn_to(Page::planned_choice, now);
  if (id == "in_room") {
    auto events = step("in_room");
    memory_.told.steps.in_room = now;
    return events;
  }
  if (id == "left_room") {
    auto events = step("left_room");
    memory_.told.steps.left_room = now;
    return events;
  }
  if (id == next_fault_id) look_at_next(faults(department, now), now);
  if (const auto touched = fault_touch(id)) {
    return touch_fault(touched->step, touched->fault, faults(department, now), now);
  }
  return {};
}

/// Of a fault that is over by now, or was moved on by somebody else, nothing is said.
std::vector<NewEvent> Scanner::touch_fault(FaultStep step, const FaultId& name, const std::vector<RoomFault>& faults,
                                           Instant now) {
  const auto fault =
      std::find_if(faults.begin(), faults.end(), [&](const RoomFault& each) { return each.fault == name; });
  if (fault == faults.end() || !is_open(*fault, step)) return {};
  auto events = tell(std::string{word(step)}, stepped(step, name, now), now);
  memory_.told.faults.stepped(name, step, now);
  memory_.looked_at = LookedAt{name, now};
  return events;
}

/// The declaration ends what is open (docs/kpi.md). What was repaired is given back by a step of its own: some
/// contracts count until then.
std::vector<NewEvent> Scanner::room_ready(Instant now) {
  auto events = tell("ready", declared(EquipmentState::ready, now, std::nullopt, role_), now);
  for (const FaultId& fault : memory_.told.faults.unreleased()) {
    events.push_back(NewEvent{now, device_, stepped(FaultStep::released, fault, now)});
  }
  awaited_ = events.size();
  memory_.told.faults.room_ready(now);
  return events;
}

void Scanner::look_at_next(const std::vector<RoomFault>& faults, Instant now) {
  if (faults.empty()) return;
  memory_.looked_at = LookedAt{faults[(shown_fault(faults) + 1) % faults.size()].fault, now};
}

std::size_t Scanner::shown_fault(const std::vector<RoomFault>& faults) const {
  if (!memory_.looked_at) return 0;
  const auto found = std::find_if(faults.begin(), faults.end(),
                                  [&](const RoomFault& fault) { return fault.fault == memory_.looked_at->fault; });
  return found == faults.end() ? 0 : static_cast<std::size_t>(found - faults.begin());
}

std::vector<RoomFault> Scanner::faults(const Department& department, Instant now) const {
  const Room* const room = department.room(device_);
  return memory_.told.faults.faults(
      {.faults = room == nullptr ? std::span<const wire::DeviceSnapshot::Fault>{} : room->snapshot.faults,
       .at = room == nullptr ? Instant{} : room->snapshot.at,
       .is_confirmed = department.confirmation(now) == Confirmation::confirmed},
      now);
}

std::vector<NewEvent> Scanner::touch_planned(std::string_view id, Instant now) {
  const auto until = planned_end(id, now);
  if (!until) return {};
  turn_to(Page::home, now);
  return tell("planned", declared(EquipmentState::planned_down, now, until, role_), now);
}

std::vector<NewEvent> Scanner::touch_sent(std::string_view id, Instant now) {
  if (id == "undo") return undo(now);
  if (!said_a_fault() || memory_.said->names.empty()) return {};
  if (id == "make_limited" && !memory_.said->is_limited) return make_limited(now);
  if (id.starts_with(note_prefix)) return note(id.substr(note_prefix.size()), now);
  return {};
}

std::vector<NewEvent> Scanner::tell(std::string what, EventBody body, Instant now) {
  memory_.said = Said{.what = what, .at = now, .names = {}, .before = memory_.told};
  memory_.told.last = LastTouch{std::move(what), now};
  awaited_ = 1;
  return {NewEvent{now, device_, std::move(body)}};
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
  memory_.told.faults.reported({{fault, std::string{category}, effect, chosen->cause, now}});
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
  return {NewEvent{now, device_, noted(memory_.said->fault, memory_.said->note, now)}};
}

/// The first report is taken back, another one made; what was said more closely goes with it.
std::vector<NewEvent> Scanner::make_limited(Instant now) {
  auto events = withdraw(now);
  const Said taken_back = *memory_.said;
  memory_.told = taken_back.before;
  for (NewEvent& event : report(std::string_view{taken_back.what}.substr(fault_prefix.size()), now, true)) {
    events.push_back(std::move(event));
  }
  if (taken_back.note.empty()) return events;
  memory_.said->note = taken_back.note;
  awaited_ = 2;
  events.push_back(NewEvent{now, device_, noted(memory_.said->fault, memory_.said->note, now)});
  return events;
}

std::vector<NewEvent> Scanner::undo(Instant now) {
  if (!can_undo(now)) return {};
  auto events = withdraw(now);
  memory_.told = memory_.said->before;
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
  memory_.told.faults.forget_old(now);
  if (memory_.looked_at) {
    memory_.looked_at->since = std::min(memory_.looked_at->since, now);
    if (now - memory_.looked_at->since >= choice_closes_after) memory_.looked_at.reset();
  }
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
