#include <algorithm>
#include <array>

#include "kiosk/model/fault_category.hpp"
#include "kiosk/model/make_strip.hpp"
#include "kiosk/model/room_day.hpp"
#include "kiosk/model/sayings.hpp"
#include "kiosk/model/scanner.hpp"

namespace isocenter::kiosk {
namespace {

using wire::DeviceSnapshot;

constexpr std::size_t most_notes = 4;
constexpr std::size_t most_others = 3;
constexpr std::chrono::minutes patient_leaves_within{30};  ///< after that nobody is asked whether the patient left
constexpr std::chrono::hours steps_count_for{12};
constexpr std::array today_hours{6, 20};  ///< what the timeline shows while it is day

struct Home {
  const Department& department;
  const LocalTime& local;
  const Words& words;
  Instant now;
  std::optional<Milliseconds> timeline;

  bool is_stale() const { return department.confirmation(now) == Confirmation::stale; }
  std::string moment(Instant instant) const { return local.moment(instant, now, words); }
  std::string since(Instant instant) const { return words.say("since {time}", {{"time", moment(instant)}}); }
};

bool is_timed(const DeviceSnapshot& shown) {
  return shown.exam && (shown.state == EquipmentState::in_use || shown.state == EquipmentState::limited);
}

void add_clock(const Home& home, const DeviceSnapshot& shown, ScannerHomeView& view) {
  const bool down = shown.state == EquipmentState::down;
  if (!down && !is_timed(shown)) return;
  const Instant began = down ? shown.since : shown.exam->started;
  if (home.is_stale()) {
    view.figure = home.since(began);
  } else {
    view.figure = down ? length_text(home.words, home.now - began) : clock_text(home.now - began);
  }
}

std::string likely_end(const Home& home, const Usual& usual, Instant started) {
  if (home.now >= started + usual.p90) return over_usual(home.words, usual, home.now - started);
  const std::string last = home.moment(started + usual.p90);
  if (home.now >= started + usual.p50) return home.words.say("likely to end by {time}", {{"time", last}});
  return home.words.say("likely to end {from} to {to}", {{"from", home.moment(started + usual.p50)}, {"to", last}});
}

std::string whole_minutes(Milliseconds length) {
  return std::to_string(std::chrono::round<std::chrono::minutes>(length).count());
}

void add_usual(const Home& home, const DeviceSnapshot& shown, ScannerHomeView& view) {
  const auto usual = is_timed(shown) ? usual_of(shown.exam) : std::nullopt;
  if (!usual) return;
  const Words& words = home.words;
  view.usual = words.say("of usual {range}", {{"range", usual_range(words, *usual)}});
  view.from_exams = words.plural("from {n} exam in this room", "from {n} exams in this room", usual->n);
  if (home.is_stale()) return;
  view.likely_end = likely_end(home, *usual, shown.exam->started);
  view.half_end_by = words.say("half end by {minutes} min", {{"minutes", whole_minutes(usual->p50)}});
  view.most_end_by = words.say("9 of 10 by {minutes} min", {{"minutes", whole_minutes(usual->p90)}});
  const UsualProgress progress = usual_progress(*usual, home.now - shown.exam->started);
  view.progress = ScannerHomeView::Progress{progress.done, progress.p50, progress.p90, progress.late};
}

std::string fault_note(const Home& home, const DeviceSnapshot::Fault& fault) {
  const Why why = why_of_fault(home.words, fault.code, fault.cause);
  const auto state = fault.effect == Effect::down ? EquipmentState::down : EquipmentState::limited;
  const std::string what = fault.effect == Effect::none ? why.text : state_and_why(home.words, state, why);
  return home.words.say("{what}, since {time}", {{"what", what}, {"time", home.moment(fault.since)}});
}

/// What else holds, most telling first. Of the fault that is followed its own row tells.
std::vector<std::string> notes_of(const Home& home, const DeviceSnapshot& shown, const FaultId& followed) {
  const Words& words = home.words;
  std::vector<std::string> notes;
  if (shown.state == EquipmentState::planned_down && shown.until) {
    notes.push_back(words.say("until about {time}", {{"time", home.moment(*shown.until)}}));
  }
  if (shown.state == EquipmentState::unknown) notes.push_back(why_not_observed(words, shown.reason));
  if (shown.state == EquipmentState::down && shown.exam && !home.is_stale()) {
    notes.push_back(words.say("The running exam, {clock} so far, is still timed.",
                              {{"clock", clock_text(home.now - shown.exam->started)}}));
  }
  const bool clock_says_since = home.is_stale() && shown.state == EquipmentState::down;
  if (!is_timed(shown) && shown.reason != "no_history" && !clock_says_since) notes.push_back(home.since(shown.since));
  const Why why = why_of_state(words, shown);
  if (!why.code.empty()) notes.push_back(words.say("Fault code {code}", {{"code", why.code}}));
  for (auto fault = shown.faults.rbegin(); fault != shown.faults.rend(); ++fault) {
    const bool is_said = shown.reason == "fault:" + fault->code && fault->since == shown.since;
    if (!is_said && fault->fault != followed) notes.push_back(fault_note(home, *fault));
    const std::string closer = is_said ? note_text(words, fault->note) : "";
    if (!closer.empty()) notes.push_back(closer);
  }
  notes.resize(std::min(notes.size(), most_notes));
  return notes;
}

/// The first instant of the local day whose clock shows that hour.
Instant at_hour(const LocalTime& local, Instant midnight, int hour) {
  for (const Instant at : local.full_hours({midnight, midnight + std::chrono::hours{26}})) {
    if (local.hour(at) == hour) return at;
  }
  return midnight + std::chrono::hours{hour};
}

/// Fourteen hours that hold `now`: the day's by day, earlier or later ones by night.
Period day_window(const LocalTime& local, Instant now) {
  const Instant midnight = local.midnight_before(now);
  const Period day{at_hour(local, midnight, today_hours[0]), at_hour(local, midnight, today_hours[1])};
  if (now < day.from) return {midnight, midnight + day.length()};
  if (now < day.to) return day;
  const Instant next = local.midnight_before(midnight + std::chrono::hours{36});
  return {next - day.length(), next};
}

void add_day(const Home& home, const DeviceSnapshot& shown, ScannerHomeView& view) {
  const Words& words = home.words;
  const Period window = home.timeline ? strip_window(home.now, *home.timeline) : day_window(home.local, home.now);
  view.strip = make_strip(shown, window, home.now, home.department.confirmed_until(home.now), home.local);
  view.grid_labels = grid_labels(view.strip, home.local);
  view.today = words.say("Today");
  const Instant midnight = home.local.midnight_before(home.now);
  const Instant reach = shown.at - std::chrono::hours{12};  // of a snapshot's intervals
  const long done = exams_done(shown, midnight);
  view.exams_done = reach <= midnight
                        ? words.plural("{n} exam done", "{n} exams done", done)
                        : words.plural("{n} exam done in 12 h", "{n} exams done in 12 h", exams_done(shown, reach));
}

/// Where else could be examined: the rooms of the same modality; where there is none, the first of all.
void add_others(const Home& home, const DeviceName& own, const DeviceSnapshot& shown, ScannerHomeView& view) {
  const TileContext context{home.local,
                            home.words,
                            home.now,
                            home.department.confirmed_until(home.now),
                            home.department.confirmation(home.now),
                            strip_window(home.now, home.timeline.value_or(std::chrono::hours{12}))};
  std::vector<DeviceSnapshot> alike, others;
  for (const Room* room : home.department.rooms()) {
    if (room->name == own) continue;
    auto& kind = !shown.modality.empty() && room->snapshot.modality == shown.modality ? alike : others;
    kind.push_back(home.department.shown(*room, home.now));
  }
  const auto& chosen = alike.empty() ? others : alike;
  if (chosen.empty()) return;
  view.others_title = home.words.say(alike.empty() ? phrase("Other rooms") : phrase("Other rooms of this kind"));
  for (std::size_t i = 0; i < std::min(chosen.size(), most_others); ++i) {
    view.others.push_back(make_tile(context, chosen[i]));
  }
}

bool happened(const std::optional<Instant>& at, Instant now) { return at && now - *at < steps_count_for; }

/// Whether somebody said "in room" after the last "left".
bool is_inside(const std::optional<Instant>& in_room, const std::optional<Instant>& left_room, Instant now) {
  return happened(in_room, now) && (!left_room || *left_room < *in_room);
}

/// An exam is over, but nobody said that its patient left.
bool waits_for_leaving(const DeviceSnapshot& shown, const std::optional<Instant>& left_room, Instant now) {
  const auto exam = last_exam(shown);
  return exam && now - exam->to < patient_leaves_within && (!left_room || *left_room < exam->from);
}

std::string next_touch(const DeviceSnapshot& shown, const std::optional<Instant>& in_room,
                       const std::optional<Instant>& left_room, Instant now) {
  const bool inside = is_inside(in_room, left_room, now);
  if (is_timed(shown)) {
    const bool has_left = left_room && *left_room > shown.exam->started && !inside;
    return has_left ? "in_room" : "left_room";
  }
  switch (shown.state) {
    case EquipmentState::down:
    case EquipmentState::planned_down:
    case EquipmentState::quality_control:
    case EquipmentState::unknown: return "ready";
    case EquipmentState::limited: return inside || waits_for_leaving(shown, left_room, now) ? "left_room" : "ready";
    case EquipmentState::in_use:
    case EquipmentState::ready:
    case EquipmentState::closed: break;
  }
  return inside || waits_for_leaving(shown, left_room, now) ? "left_room" : "in_room";
}

std::string touch_inside(const Words& words, std::string_view what) {
  if (what == "ready") return words.say("room ready");
  if (what == "in_room") return words.say("patient in room");
  if (what == "left_room") return words.say("patient left");
  if (what == "quality_control") return words.say("quality control declared");
  if (what == "planned") return words.say("planned work declared");
  if (what == "called") return words.say("vendor called");
  if (what == "acknowledged") return words.say("help on its way");
  if (what == "on_site") return words.say("engineer on site");
  if (what == "repaired") return words.say("repaired");
  const FaultCategory* const category = find_category(what.substr(what.find(':') + 1));
  return category == nullptr ? words.say("fault")
                             : words.say("fault: {category}", {{"category", words.say(category->inside)}});
}

}  // namespace

std::vector<Button> Scanner::actions(const DeviceSnapshot& shown, const LocalTime& local, const Words& words,
                                     Instant now) const {
  std::vector<Button> all{
      {.id = "ready",
       .label = words.say("Room ready"),
       .spoken = words.say("Say that the room is ready."),
       .icon = Icon::state_ready},
      {.id = "in_room",
       .label = words.say("Patient in room"),
       .spoken = words.say("Say that the patient is in the room."),
       .icon = Icon::enter},
      {.id = "left_room",
       .label = words.say("Patient left"),
       .spoken = words.say("Say that the patient has left."),
       .icon = Icon::leave},
      {.id = "fault",
       .label = words.say("Report a fault"),
       .spoken = words.say("Report a fault; you choose what is wrong."),
       .icon = Icon::state_down},
      {.id = "quality_control",
       .label = words.say("Quality control"),
       .spoken = words.say("Say that quality control is under way."),
       .icon = Icon::state_quality_control},
      {.id = "planned",
       .label = words.say("Planned work"),
       .spoken = words.say("Say that planned work is under way; you choose until when."),
       .icon = Icon::state_planned_down},
  };
  const auto done = [&](std::size_t index, const std::optional<Instant>& at) {
    all[index].weight = Weight::done;
    all[index].note = local.moment(*at, now, words);
  };
  const bool inside = is_inside(memory_.told.steps.in_room, memory_.told.steps.left_room, now);
  if (inside) done(1, memory_.told.steps.in_room);
  if (!inside && happened(memory_.told.steps.left_room, now) &&
      !waits_for_leaving(shown, memory_.told.steps.left_room, now)) {
    done(2, memory_.told.steps.left_room);
  }
  const std::string next = next_touch(shown, memory_.told.steps.in_room, memory_.told.steps.left_room, now);
  for (Button& button : all) {
    if (button.id != next) continue;
    button.weight = Weight::next;
    button.note = words.say("next");
  }
  return all;
}

ScannerHomeView Scanner::home(const DeviceSnapshot& shown, const Department& department, const LocalTime& local,
                              const Words& words, Instant now, std::optional<Milliseconds> timeline) const {
  const Home home{department, local, words, now, timeline};
  ScannerHomeView view{.state = shown.state, .word = state_and_why(words, shown.state, why_of_state(words, shown))};
  if (shown.exam) view.procedure = shown.exam->procedure;
  add_clock(home, shown, view);
  add_usual(home, shown, view);
  const std::vector<RoomFault> followed = faults(department, now);
  if (!followed.empty()) {
    view.fault = fault_life(followed, shown_fault(followed), home.is_stale(), local, words, now);
  }
  view.notes = notes_of(home, shown, followed.empty() ? "" : followed[shown_fault(followed)].fault);
  if (exam_contradicts(shown)) view.contradiction = words.say("An exam ran since. Is the room ready?");
  add_day(home, shown, view);
  if (memory_.told.last && now - memory_.told.last->at < steps_count_for) {
    view.last_touch = words.say("Last touch: {touch}, {time}", {{"touch", touch_inside(words, memory_.told.last->what)},
                                                                {"time", home.moment(memory_.told.last->at)}});
  }
  view.said = said_strip(department, local, words, now);
  add_others(home, device_, shown, view);
  view.actions = actions(shown, local, words, now);
  return view;
}

}  // namespace isocenter::kiosk
