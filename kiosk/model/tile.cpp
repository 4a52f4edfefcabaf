#include "kiosk/model/tile.hpp"

#include <algorithm>

#include "kiosk/model/make_strip.hpp"
#include "kiosk/model/sayings.hpp"

namespace isocenter::kiosk {
namespace {

using wire::DeviceSnapshot;

bool is_stale(const TileContext& context) { return context.confirmation == Confirmation::stale; }

std::string moment(const TileContext& context, Instant instant) {
  return context.local.moment(instant, context.now, context.words);
}

std::string since(const TileContext& context, Instant instant) {
  return context.words.say("since {time}", {{"time", moment(context, instant)}});
}

/// "last seen ready at 09:52", from the latest interval in which somebody knew.
std::string last_seen(const TileContext& context, const DeviceSnapshot& shown) {
  for (auto each = shown.intervals.rbegin(); each != shown.intervals.rend(); ++each) {
    if (each->state == EquipmentState::unknown) continue;
    return context.words.say("last seen {state} at {time}",
                             {{"state", state_inside(context.words, each->state)},
                              {"time", moment(context, std::min(each->to.value_or(shown.since), shown.since))}});
  }
  return since(context, shown.since);
}

std::string note_of(const TileContext& context, const DeviceSnapshot& shown, bool since_is_said) {
  switch (shown.state) {
    case EquipmentState::in_use: return "";
    case EquipmentState::unknown: return last_seen(context, shown);
    case EquipmentState::planned_down:
      if (!shown.until) break;
      return context.words.say("until about {time}", {{"time", moment(context, *shown.until)}});
    case EquipmentState::limited:
      if (!shown.exam) break;
      return context.words.say("exam running since {time}", {{"time", moment(context, shown.exam->started)}});
    case EquipmentState::ready:
    case EquipmentState::quality_control:
    case EquipmentState::down:
    case EquipmentState::closed: break;
  }
  return since_is_said ? "" : since(context, shown.since);
}

void add_clock(const TileContext& context, const DeviceSnapshot& shown, Tile& tile) {
  const bool in_use = shown.state == EquipmentState::in_use;
  if (!in_use && shown.state != EquipmentState::down) return;
  const Instant began = in_use && shown.exam ? shown.exam->started : shown.since;
  tile.figure_is_since = is_stale(context);
  if (is_stale(context)) {
    tile.figure = since(context, began);
  } else {
    tile.figure = in_use ? clock_text(context.now - began) : length_text(context.words, context.now - began);
  }
}

void add_usual(const TileContext& context, const DeviceSnapshot& shown, Tile& tile) {
  const auto usual = shown.state == EquipmentState::in_use ? usual_of(shown.exam) : std::nullopt;
  if (!usual) return;
  tile.short_usual = usual_range(context.words, *usual);
  tile.usual = context.words.say("usual {range}", {{"range", tile.short_usual}});
  if (is_stale(context)) return;
  const Milliseconds elapsed = context.now - shown.exam->started;
  const UsualProgress progress = usual_progress(*usual, elapsed);
  tile.progress = Tile::Progress{progress.done, progress.p50, progress.p90, progress.late};
  tile.pill = over_usual(context.words, *usual, elapsed);
  if (!tile.pill.empty()) tile.short_pill = "+" + length_text(context.words, elapsed - usual->p90);
}

bool has_overdue_check(const DeviceSnapshot& shown, Instant now) {
  return std::any_of(shown.due.begin(), shown.due.end(), [&](const auto& due) { return due.due < now; });
}

}  // namespace

Tile make_tile(const TileContext& context, const DeviceSnapshot& shown) {
  Tile tile{.name = shown.title, .state = shown.state, .confirmed = context.confirmation == Confirmation::confirmed};
  const Why why = why_of_state(context.words, shown);
  tile.word = state_and_why(context.words, shown.state, why);
  tile.short_word = state_word(context.words, shown.state);
  tile.reason = why.text;
  tile.code = why.code;
  add_clock(context, shown, tile);
  add_usual(context, shown, tile);
  tile.note = note_of(context, shown, tile.figure_is_since);
  tile.short_note = tile.note.empty() ? "" : since(context, shown.since);
  if (tile.pill.empty() && has_overdue_check(shown, context.now))
    tile.pill = tile.short_pill = context.words.say("Check overdue");
  tile.strip = make_strip(shown, context.window, context.now, context.known, context.local);
  tile.spoken = context.words.say("{room}: {state}.", {{"room", tile.name}, {"state", tile.word}});
  return tile;
}

}  // namespace isocenter::kiosk
