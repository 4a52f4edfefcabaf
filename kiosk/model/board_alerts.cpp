#include "kiosk/model/board_alerts.hpp"

#include <algorithm>
#include <set>

#include "kiosk/model/sayings.hpp"

namespace isocenter::kiosk {
namespace {

struct Dated {
  Instant since;
  BoardAlert alert;
};

BoardAlert about_room(const Words& words, const wire::DeviceSnapshot& shown, EquipmentState state, const Why& why) {
  const std::string what =
      why.text.empty() ? state_inside(words, state)
                       : words.say("{state}: {reason}", {{"state", state_inside(words, state)}, {"reason", why.text}});
  return {.kind = BoardAlert::Kind::state,
          .state = state,
          .title = words.say("{room} {state}", {{"room", shown.title}, {"state", what}}),
          .age = {},
          .detail = why.code.empty() ? "" : words.say("Fault code {code}", {{"code", why.code}})};
}

/// Faults, and what no fault tells: declared or overrun down, and rooms that nobody observes.
void add_room(std::vector<Dated>& all, const Words& words, const wire::DeviceSnapshot& shown) {
  bool down_by_fault = false;
  for (const auto& fault : shown.faults) {
    if (fault.effect == Effect::none) continue;
    const bool down = fault.effect == Effect::down;
    down_by_fault = down_by_fault || down;
    BoardAlert alert = about_room(words, shown, down ? EquipmentState::down : EquipmentState::limited,
                                  why_of_fault(words, fault.code, fault.cause));
    if (!fault.note.empty()) alert.detail = note_text(words, fault.note);
    all.push_back({fault.since, std::move(alert)});
  }
  if (shown.state == EquipmentState::down && !down_by_fault) {
    all.push_back({shown.since, about_room(words, shown, EquipmentState::down, why_of_state(words, shown))});
  }
  if (shown.state == EquipmentState::unknown) {
    BoardAlert lost = about_room(words, shown, EquipmentState::unknown, {});
    lost.detail = why_not_observed(words, shown.reason);
    all.push_back({shown.since, std::move(lost)});
  }
}

/// The collector says it in English; what it is about is said in ours, the mend stays as it came.
std::string title_of(const Words& words, const wire::Alert& alert) {
  const std::string_view kind = std::string_view{alert.id}.substr(0, alert.id.find('-'));
  const auto about = [&](const char* id) { return words.say(id, {{"node", alert.about}}); };
  if (kind == "silent") return about(phrase("{node} is not heard"));
  if (kind == "clock") return about(phrase("Clock of {node} is wrong"));
  if (kind == "lost") return about(phrase("Events of {node} are lost"));
  if (kind == "unreadable") return about(phrase("{node} sends what cannot be read"));
  if (kind == "twins") return about(phrase("{node} connects again and again"));
  if (kind == "restarts") return about(phrase("{node} starts again and again"));
  return alert.text.substr(0, alert.text.find("; "));
}

BoardAlert from_collector(const Words& words, const wire::Alert& alert) {
  const std::size_t mend = alert.text.find("; ");
  return {.kind = BoardAlert::Kind::other,
          .state = EquipmentState::unknown,
          .title = title_of(words, alert),
          .age = {},
          .detail = mend == std::string::npos ? "" : alert.text.substr(mend + 2)};
}

BoardAlert server_away(const Department& department, const LocalTime& local, const Words& words, Instant now) {
  const Instant since = department.confirmed_until(now);
  const bool stale = department.confirmation(now) == Confirmation::stale;
  return {.kind = BoardAlert::Kind::away,
          .state = EquipmentState::unknown,
          .title = words.say("Server not reached"),
          .age = since == Instant{} ? "" : words.say("since {time}", {{"time", local.moment(since, now, words)}}),
          .detail = stale ? words.say("Shown as it was then. Touches are kept.")
                          : words.say("Shown as the rooms tell it. Touches are kept.")};
}

}  // namespace

std::vector<BoardAlert> board_alerts(const Department& department, const LocalTime& local, const Words& words,
                                     Instant now) {
  std::vector<Dated> all;
  std::set<std::string> told;  // that a node is away is said by its rooms, where it has some
  for (const Room* room : department.rooms()) {
    const auto shown = department.shown(*room, now);
    add_room(all, words, shown);
    if (shown.state == EquipmentState::unknown) told.insert("silent-" + department.observer(*room));
  }
  for (const auto& alert : department.alerts()) {
    if (!told.contains(alert.id)) all.push_back({alert.since, from_collector(words, alert)});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Dated& one, const Dated& other) { return one.since > other.since; });
  const Confirmation confirmation = department.confirmation(now);
  std::vector<BoardAlert> alerts;
  if (confirmation != Confirmation::confirmed) alerts.push_back(server_away(department, local, words, now));
  for (Dated& dated : all) {
    dated.alert.age = confirmation == Confirmation::stale
                          ? words.say("since {time}", {{"time", local.moment(dated.since, now, words)}})
                          : length_text(words, now - dated.since);
    alerts.push_back(std::move(dated.alert));
  }
  return alerts;
}

std::string not_confirmed_text(const Department& department, const LocalTime& local, const Words& words, Instant now) {
  const Confirmation confirmation = department.confirmation(now);
  if (confirmation == Confirmation::confirmed) return "";
  const Instant until = department.confirmed_until(now);
  if (confirmation == Confirmation::agents_only || until == Instant{}) return words.say("Not confirmed");
  return words.say("Not confirmed since {time}", {{"time", local.moment(until, now, words)}});
}

}  // namespace isocenter::kiosk
