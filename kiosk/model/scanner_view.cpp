#include <algorithm>
#include <array>

#include "kiosk/model/board_alerts.hpp"
#include "kiosk/model/fault_category.hpp"
#include "kiosk/model/sayings.hpp"
#include "kiosk/model/scanner.hpp"
#include "kiosk/model/scanner_times.hpp"

namespace isocenter::kiosk {
namespace {

using wire::DeviceSnapshot;

/// A room of which the collector has said nothing yet can be spoken for all the same.
DeviceSnapshot shown_of(const Department& department, const DeviceName& device, Instant now) {
  if (const Room* const room = department.room(device)) return department.shown(*room, now);
  return DeviceSnapshot{.at = now, .title = device.text(), .since = now, .reason = "no_history"};
}

Button back_button(const Words& words) {
  return {.id = "back", .label = words.say("Back"), .spoken = words.say("Back; nothing is sent."), .icon = Icon::back};
}

std::string closes_text(const Words& words, std::chrono::seconds after) {
  return words.say("Closes by itself in {seconds} s.", {{"seconds", std::to_string(after.count())}});
}

EquipmentState state_after(Effect effect) {
  return effect == Effect::down ? EquipmentState::down : EquipmentState::limited;
}

FaultChoiceView::Category category_of(const Words& words, const FaultCategory& category, const std::string& room) {
  const std::string label = words.say(category.label);
  const bool down = category.effect == Effect::down;
  const std::string then =
      words.say(down ? phrase("{room} goes down") : phrase("{room} becomes limited"), {{"room", room}});
  return {.button = {.id = "fault:" + std::string{category.code},
                     .label = label,
                     .note = words.say(category.examples),
                     .spoken = words.say("{category}. {then}.", {{"category", label}, {"then", then}}),
                     .icon = category.icon},
          .then = then,
          .becomes = state_after(category.effect)};
}

/// Counted from when the page was opened: what a button says does not change under the finger.
PlannedView planned_choice(const LocalTime& local, const Words& words, Instant opened) {
  PlannedView view{.question = words.say("Until when?"),
                   .hint = words.say("One touch sends it. You can undo it for 10 s."),
                   .choices = {},
                   .back = back_button(words)};
  const auto add = [&](Instant until, std::string label) {
    const std::string time = local.moment(until, opened, words);
    view.choices.push_back({.id = "planned:" + std::to_string(to_unix_ms(until)),
                            .label = std::move(label),
                            .note = words.say("until {time}", {{"time", time}}),
                            .spoken = words.say("Planned work until {time}.", {{"time", time}}),
                            .icon = Icon::state_planned_down});
  };
  const Instant minute = std::chrono::ceil<std::chrono::minutes>(opened);
  for (const long hours : std::array{1L, 2L, 4L}) {
    add(minute + std::chrono::hours{hours}, words.plural("{n} hour", "{n} hours", hours));
  }
  const Instant midnight = local.midnight_before(local.midnight_before(opened) + std::chrono::hours{36});
  view.choices.push_back({.id = "planned:" + std::to_string(to_unix_ms(midnight)),
                          .label = words.say("Rest of the day"),
                          .note = words.say("until midnight"),
                          .spoken = words.say("Planned work until midnight."),
                          .icon = Icon::state_planned_down});
  return view;
}

/// What a touch says of the room: the state it stands for, and how the page names it.
struct Meaning {
  EquipmentState state;
  std::string title;
};

Meaning meaning_of(const Words& words, std::string_view what, bool is_limited, EquipmentState present) {
  if (what == "ready") return {EquipmentState::ready, words.say("Room ready")};
  if (what == "quality_control") return {EquipmentState::quality_control, words.say("Quality control")};
  if (what == "planned") return {EquipmentState::planned_down, words.say("Planned work")};
  if (what == "in_room") return {present, words.say("Patient in room")};
  if (what == "left_room") return {present, words.say("Patient left")};
  const auto state = is_limited ? EquipmentState::limited : EquipmentState::down;
  return {state, state_and_why(words, state, why_of_fault(words, what.substr(what.find(':') + 1), Cause::unexplained))};
}

}  // namespace

FaultChoiceView Scanner::fault_choice(const DeviceSnapshot& shown, const Department& department, const Words& words,
                                      Instant now) const {
  FaultChoiceView view{.question = words.say("What is wrong?"),
                       .hint = words.say("One touch sends it. You can undo it for 10 s."),
                       .not_sent = words.say("Nothing is sent yet. Untouched, this page closes in 30 s."),
                       .danger = words.say("Someone in danger? Help first, report after."),
                       .state_line = state_word(words, shown.state),
                       .state = shown.state,
                       .categories = {},
                       .back = back_button(words)};
  if (shown.state == EquipmentState::in_use && shown.exam && department.confirmation(now) != Confirmation::stale) {
    const std::string clock = clock_text(now - shown.exam->started);
    const auto usual = usual_of(shown.exam);
    view.state_line =
        usual ? words.say("{state}, {clock} of usual {range}",
                          {{"state", view.state_line}, {"clock", clock}, {"range", usual_range(words, *usual)}})
              : words.say("{state}, {clock}", {{"state", view.state_line}, {"clock", clock}});
  }
  for (const FaultCategory& category : fault_categories) {
    view.categories.push_back(category_of(words, category, shown.title));
  }
  return view;
}

SentView Scanner::sent(const DeviceSnapshot& shown, const Department& department, const LocalTime& local,
                       const Words& words, Instant now) const {
  if (!memory_.said) return {};
  const bool is_fault = memory_.said->what.starts_with("fault:");
  const Meaning meaning = meaning_of(words, memory_.said->what, memory_.said->is_limited, shown.state);
  const std::string time = local.moment(memory_.said->at, now, words);
  const bool confirmed = department.confirmation(now) == Confirmation::confirmed;
  SentView view{.state = meaning.state,
                .title = meaning.title,
                .sent = words.say(confirmed ? phrase("Said at {time}. Every board shows it.")
                                            : phrase("Said at {time}. It is kept, and sent once the server answers."),
                                  {{"time", time}})};
  if (is_fault && shown.exam) {
    view.also = words.say("The running exam, {clock} so far, is still timed.",
                          {{"clock", clock_text(now - shown.exam->started)}});
  }
  if (can_undo(now)) {
    const auto left = std::chrono::ceil<std::chrono::seconds>(memory_.said->at + undo_for - now);
    view.undo = Button{.id = "undo",
                       .label = words.say("Undo"),
                       .note = words.say("{seconds} s left", {{"seconds", std::to_string(left.count())}}),
                       .spoken = words.say("Undo: take back what was just said."),
                       .icon = Icon::back};
  }
  if (is_fault && !memory_.said->is_limited && !memory_.said->names.empty()) {
    view.others.push_back({.id = "make_limited",
                           .label = words.say("It can still be used: make it limited"),
                           .spoken = words.say("It can still be used: make it limited."),
                           .icon = Icon::state_limited});
  }
  view.closes = closes_text(words, is_fault ? fault_closes_after : undo_for);
  view.done = {.id = "done",
               .label = words.say("Done"),
               .spoken = words.say("Done: back to the room."),
               .icon = Icon::state_ready,
               .weight = Weight::next};
  return view;
}

ScannerView Scanner::view(const Department& department, const LocalTime& local, const Words& words, Instant now,
                          std::optional<Milliseconds> timeline) const {
  const DeviceSnapshot shown = shown_of(department, device_, now);
  ScannerView view{.name = shown.title,
                   .kind = shown.modality,
                   .date = local.date(now, words),
                   .clock = local.hours_minutes(now),
                   .not_confirmed = not_confirmed_text(department, local, words, now)};
  if (could_not_keep_) {
    view.kept = words.say("That could not be kept: the disk is full. Tell biomed by telephone.");
  } else if (department.confirmation(now) != Confirmation::confirmed) {
    view.kept = words.say("Touches are kept, and sent once the server answers.");
  }
  switch (memory_.page) {
    case Page::home: view.page = home(shown, department, local, words, now, timeline); break;
    case Page::fault_choice: view.page = fault_choice(shown, department, words, now); break;
    case Page::planned_choice: view.page = planned_choice(local, words, memory_.page_since); break;
    case Page::sent: view.page = sent(shown, department, local, words, now); break;
  }
  return view;
}

namespace {

/// Each page's buttons in the order in which a finger, or a key, goes through them.
struct ButtonsOf {
  std::vector<Button> operator()(const ScannerHomeView& home) const { return home.actions; }
  std::vector<Button> operator()(const FaultChoiceView& choice) const {
    std::vector<Button> all;
    for (const auto& category : choice.categories) all.push_back(category.button);
    all.push_back(choice.back);
    return all;
  }
  std::vector<Button> operator()(const SentView& sent) const {
    std::vector<Button> all;
    if (sent.undo) all.push_back(*sent.undo);
    all.insert(all.end(), sent.more.begin(), sent.more.end());
    all.insert(all.end(), sent.others.begin(), sent.others.end());
    all.push_back(sent.done);
    return all;
  }
  std::vector<Button> operator()(const PlannedView& planned) const {
    std::vector<Button> all = planned.choices;
    all.push_back(planned.back);
    return all;
  }
};

}  // namespace

std::vector<Button> buttons(const ScannerView& view) { return std::visit(ButtonsOf{}, view.page); }

}  // namespace isocenter::kiosk
