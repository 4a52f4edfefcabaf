#include "kiosk/model/fault_note.hpp"
#include "kiosk/model/sayings.hpp"
#include "kiosk/model/scanner.hpp"
#include "kiosk/model/scanner_times.hpp"

/// What a touch leads to: the strip at home, and the page after a fault.
namespace isocenter::kiosk {
namespace {

using wire::DeviceSnapshot;

std::optional<FaultStep> life_step(std::string_view what) {
  for (const FaultStep step : life_steps) {
    if (what == word(step)) return step;
  }
  return std::nullopt;
}

struct Meaning {
  Icon icon;
  std::string title;
};

std::string_view category_of(std::string_view what) { return what.substr(what.find(':') + 1); }

Meaning meaning_of_fault(const Words& words, std::string_view what, bool is_limited) {
  const auto state = is_limited ? EquipmentState::limited : EquipmentState::down;
  return {is_limited ? Icon::state_limited : Icon::state_down,
          state_and_why(words, state, why_of_fault(words, category_of(what), Cause::unexplained))};
}

Meaning meaning_of(const Words& words, std::string_view what, bool is_limited) {
  if (what == "ready") return {Icon::state_ready, words.say("Room ready")};
  if (what == "quality_control") return {Icon::state_quality_control, words.say("Quality control")};
  if (what == "planned") return {Icon::state_planned_down, words.say("Planned work")};
  if (what == "in_room") return {Icon::enter, words.say("Patient in room")};
  if (what == "left_room") return {Icon::leave, words.say("Patient left")};
  if (const auto step = life_step(what)) return {Icon::tick, step_label(words, *step)};
  return meaning_of_fault(words, what, is_limited);
}

std::string sent_text(const Department& department, const LocalTime& local, const Words& words, std::string_view what,
                      Instant at, Instant now) {
  const bool confirmed = department.confirmation(now) == Confirmation::confirmed;
  const bool is_step = what == "in_room" || what == "left_room";              // no board shows where the patient is
  const bool is_life = life_step(what) && what != word(FaultStep::repaired);  // nor who looks after a fault
  return words.say(!confirmed ? phrase("Said at {time}. It is kept, and sent once the server answers.")
                   : is_step  ? phrase("Said at {time}. It goes into the exam's times.")
                   : is_life  ? phrase("Said at {time}. It goes into the fault's times.")
                              : phrase("Said at {time}. Every board shows it."),
                   {{"time", local.moment(at, now, words)}});
}

std::vector<Button> note_buttons(const Words& words, std::string_view category, std::string_view modality,
                                 std::string_view chosen) {
  std::vector<Button> all;
  for (const FaultNote& note : fault_notes(category, modality)) {
    const bool is_chosen = note.word == chosen;
    all.push_back({.id = "note:" + std::string{note.word},
                   .label = words.say(note.label),
                   .note = is_chosen ? words.say("said") : "",
                   .spoken = words.say("Say more closely: {note}.", {{"note", words.say(note.label)}}),
                   .weight = is_chosen ? Weight::on : Weight::plain});
  }
  return all;
}

}  // namespace

std::optional<Button> Scanner::undo_button(const Words& words, Instant now) const {
  if (!can_undo(now)) return std::nullopt;
  const auto left = std::chrono::ceil<std::chrono::seconds>(memory_.said->at + undo_for - now);
  return Button{.id = "undo",
                .label = words.say("Undo"),
                .note = words.say("{seconds} s left", {{"seconds", std::to_string(left.count())}}),
                .spoken = words.say("Undo: take back what was just said."),
                .icon = Icon::back};
}

std::optional<SaidStrip> Scanner::said_strip(const Department& department, const LocalTime& local, const Words& words,
                                             Instant now) const {
  auto undo = undo_button(words, now);
  if (!undo) return std::nullopt;
  const Meaning meaning = meaning_of(words, memory_.said->what, memory_.said->is_limited);
  return SaidStrip{.icon = meaning.icon,
                   .title = meaning.title,
                   .sent = sent_text(department, local, words, memory_.said->what, memory_.said->at, now),
                   .undo = std::move(*undo)};
}

SentView Scanner::sent(const DeviceSnapshot& shown, const Department& department, const LocalTime& local,
                       const Words& words, Instant now) const {
  if (!said_a_fault()) return {};
  const Said& said = *memory_.said;
  SentView view{.state = said.is_limited ? EquipmentState::limited : EquipmentState::down,
                .title = meaning_of_fault(words, said.what, said.is_limited).title,
                .sent = sent_text(department, local, words, said.what, said.at, now),
                .undo = undo_button(words, now),
                .say_more = words.say("Say more, if you like")};
  if (shown.exam) {
    view.also = words.say("The running exam, {clock} so far, is still timed.",
                          {{"clock", clock_text(now - shown.exam->started)}});
  }
  if (!said.names.empty()) {
    view.more = note_buttons(words, category_of(said.what), shown.modality, said.note);
    if (!said.is_limited) {
      view.others.push_back({.id = "make_limited",
                             .label = words.say("It can still be used: make it limited"),
                             .spoken = words.say("It can still be used: make it limited."),
                             .icon = Icon::state_limited});
    }
  }
  view.closes =
      words.say("Closes by itself in {seconds} s.", {{"seconds", std::to_string(fault_closes_after.count())}});
  view.done = {.id = "done",
               .label = words.say("Done"),
               .spoken = words.say("Done: back to the room."),
               .icon = Icon::state_ready,
               .weight = Weight::next};
  return view;
}

}  // namespace isocenter::kiosk
