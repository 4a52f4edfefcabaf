#include <algorithm>
#include <array>

#include "kiosk/model/board_alerts.hpp"
#include "kiosk/model/fault_category.hpp"
#include "kiosk/model/sayings.hpp"
#include "kiosk/model/scanner.hpp"

namespace isocenter::kiosk {
namespace {

using wire::DeviceSnapshot;

Button back_button(const Words& words) {
  return {.id = "back", .label = words.say("Back"), .spoken = words.say("Back; nothing is sent."), .icon = Icon::back};
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

}  // namespace

DeviceSnapshot Scanner::shown(const Department& department, Instant now) const {
  if (const Room* const room = department.room(device_)) return department.shown(*room, now);
  return DeviceSnapshot{.at = now, .title = device_.text(), .since = now, .reason = "no_history"};
}

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

ScannerView Scanner::view(const Department& department, const LocalTime& local, const Words& words, Instant now,
                          std::optional<Milliseconds> timeline) const {
  const DeviceSnapshot room = shown(department, now);
  ScannerView view{.name = room.title,
                   .kind = modality_word(words, room.modality),
                   .date = local.date(now, words),
                   .clock = local.hours_minutes(now),
                   .not_confirmed = not_confirmed_text(department, local, words, now)};
  if (could_not_keep_) {
    view.kept = words.say("That could not be kept: the disk is full. Tell biomed by telephone.");
  } else if (department.confirmation(now) != Confirmation::confirmed) {
    view.kept = words.say("Touches are kept, and sent once the server answers.");
  }
  switch (memory_.page) {
    case Page::home: view.page = home(room, department, local, words, now, timeline); break;
    case Page::fault_choice: view.page = fault_choice(room, department, words, now); break;
    case Page::planned_choice: view.page = planned_choice(local, words, memory_.page_since); break;
    case Page::sent: view.page = sent(room, department, local, words, now); break;
  }
  return view;
}

namespace {

/// Each page's buttons in the order in which a finger, or a key, goes through them.
struct ButtonsOf {
  std::vector<Button> operator()(const ScannerHomeView& home) const {
    std::vector<Button> all;
    if (home.fault) {
      for (const auto& step : home.fault->steps) {
        if (step.can_touch) all.push_back(step.button);
      }
      if (home.fault->next) all.push_back(*home.fault->next);
    }
    if (home.said) all.push_back(home.said->undo);
    all.insert(all.end(), home.actions.begin(), home.actions.end());
    return all;
  }
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
