#include "kiosk/model/board.hpp"

#include <algorithm>
#include <array>

#include "kiosk/model/board_alerts.hpp"
#include "kiosk/model/make_strip.hpp"
#include "kiosk/model/sayings.hpp"

namespace isocenter::kiosk {
namespace {

using wire::DeviceSnapshot;

constexpr std::array chip_order{EquipmentState::ready,        EquipmentState::in_use,  EquipmentState::limited,
                                EquipmentState::down,         EquipmentState::unknown, EquipmentState::quality_control,
                                EquipmentState::planned_down, EquipmentState::closed};
constexpr std::size_t most_alerts = 3;

/// What every tile of one drawing shares.
struct Board {
  const LocalTime& local;
  const Words& words;
  Instant now;
  Instant known;
  Confirmation confirmation;
  Period window;

  bool is_stale() const { return confirmation == Confirmation::stale; }
  std::string moment(Instant instant) const { return local.moment(instant, now, words); }
  std::string since(Instant instant) const { return words.say("since {time}", {{"time", moment(instant)}}); }
};

/// "last seen ready at 09:52", from the latest interval in which somebody knew.
std::string last_seen(const Board& board, const DeviceSnapshot& shown) {
  for (auto each = shown.intervals.rbegin(); each != shown.intervals.rend(); ++each) {
    if (each->state == EquipmentState::unknown) continue;
    return board.words.say("last seen {state} at {time}",
                           {{"state", state_inside(board.words, each->state)},
                            {"time", board.moment(std::min(each->to.value_or(shown.since), shown.since))}});
  }
  return board.since(shown.since);
}

std::string note_of(const Board& board, const DeviceSnapshot& shown, bool since_is_said) {
  switch (shown.state) {
    case EquipmentState::in_use: return "";
    case EquipmentState::unknown: return last_seen(board, shown);
    case EquipmentState::planned_down:
      if (!shown.until) break;
      return board.words.say("until about {time}", {{"time", board.moment(*shown.until)}});
    case EquipmentState::limited:
      if (!shown.exam) break;
      return board.words.say("exam running since {time}", {{"time", board.moment(shown.exam->started)}});
    case EquipmentState::ready:
    case EquipmentState::quality_control:
    case EquipmentState::down:
    case EquipmentState::closed: break;
  }
  return since_is_said ? "" : board.since(shown.since);
}

void add_clock(const Board& board, const DeviceSnapshot& shown, Tile& tile) {
  const bool in_use = shown.state == EquipmentState::in_use;
  if (!in_use && shown.state != EquipmentState::down) return;
  const Instant began = in_use && shown.exam ? shown.exam->started : shown.since;
  tile.figure_is_since = board.is_stale();
  if (board.is_stale()) {
    tile.figure = board.since(began);
  } else {
    tile.figure = in_use ? clock_text(board.now - began) : length_text(board.words, board.now - began);
  }
}

void add_usual(const Board& board, const DeviceSnapshot& shown, Tile& tile) {
  const auto usual = shown.state == EquipmentState::in_use ? usual_of(shown.exam) : std::nullopt;
  if (!usual) return;
  tile.short_usual = usual_range(board.words, *usual);
  tile.usual = board.words.say("usual {range}", {{"range", tile.short_usual}});
  if (board.is_stale()) return;
  const Milliseconds elapsed = board.now - shown.exam->started;
  const UsualProgress progress = usual_progress(*usual, elapsed);
  tile.progress = Tile::Progress{progress.done, progress.p50, progress.p90, progress.late};
  tile.pill = over_usual(board.words, *usual, elapsed);
  if (!tile.pill.empty()) tile.short_pill = "+" + length_text(board.words, elapsed - usual->p90);
}

bool has_overdue_check(const DeviceSnapshot& shown, Instant now) {
  return std::any_of(shown.due.begin(), shown.due.end(), [&](const auto& due) { return due.due < now; });
}

Tile tile_of(const Board& board, const DeviceSnapshot& shown) {
  Tile tile{.name = shown.title, .state = shown.state, .confirmed = board.confirmation == Confirmation::confirmed};
  const Why why = why_of_state(board.words, shown);
  tile.word = state_and_why(board.words, shown.state, why);
  tile.short_word = state_word(board.words, shown.state);
  tile.reason = why.text;
  tile.code = why.code;
  add_clock(board, shown, tile);
  add_usual(board, shown, tile);
  tile.note = note_of(board, shown, tile.figure_is_since);
  tile.short_note = tile.note.empty() ? "" : board.since(shown.since);
  if (tile.pill.empty() && has_overdue_check(shown, board.now))
    tile.pill = tile.short_pill = board.words.say("Check overdue");
  tile.strip = make_strip(shown, board.window, board.now, board.known, board.local);
  tile.spoken = board.words.say("{room}: {state}.", {{"room", tile.name}, {"state", tile.word}});
  return tile;
}

std::vector<BoardView::Chip> chips_of(const Words& words, const std::vector<DeviceSnapshot>& rooms) {
  std::vector<BoardView::Chip> chips;
  for (const EquipmentState state : chip_order) {
    const auto count = std::count_if(rooms.begin(), rooms.end(), [&](const auto& room) { return room.state == state; });
    if (count != 0) chips.push_back({state, std::to_string(count), chip_word(words, state, count)});
  }
  return chips;
}

std::string what_is_missing(const Department& department, const Words& words) {
  if (!department.is_connected()) return words.say("Server not reached yet. Rooms appear here once it answers.");
  if (!department.has_collector()) return words.say("The collector has not spoken yet. See that it runs.");
  if (!department.is_loaded()) return words.say("Loading the rooms");
  return words.say("No room yet. Add a [[device]] to the collector's configuration.");
}

void add_tiles(BoardView& view, const Board& board, const std::vector<DeviceSnapshot>& rooms, std::size_t page,
               std::size_t tiles_per_page) {
  const std::size_t size = std::max<std::size_t>(tiles_per_page, 1);
  const std::size_t pages = (rooms.size() + size - 1) / size;
  const std::size_t first = page % pages * size;
  for (std::size_t i = first; i < std::min(first + size, rooms.size()); ++i) {
    view.tiles.push_back(tile_of(board, rooms[i]));
  }
  if (pages == 1) return;
  view.page = board.words.say("{page} of {pages}",
                              {{"page", std::to_string(page % pages + 1)}, {"pages", std::to_string(pages)}});
}

void add_alerts(BoardView& view, const Words& words, std::vector<BoardAlert> alerts) {
  if (alerts.size() > most_alerts) {
    const auto more = static_cast<long>(alerts.size() - most_alerts);
    view.more_alerts = words.plural("{n} more", "{n} more", more);
    alerts.resize(most_alerts);
  }
  if (alerts.empty()) {
    view.no_alerts = words.say("No alerts");
  } else if (alerts.size() < most_alerts) {
    view.no_alerts = words.say("No other alerts");
  }
  view.alerts = std::move(alerts);
}

}  // namespace

BoardView board_view(const Department& department, const std::string& title, const LocalTime& local, const Words& words,
                     Instant now, std::size_t page, std::size_t tiles_per_page, Milliseconds timeline) {
  BoardView view{.title = title, .date = local.date(now, words), .clock = local.hours_minutes(now)};
  std::vector<DeviceSnapshot> rooms;
  if (department.is_loaded()) {
    for (const Room* room : department.rooms()) rooms.push_back(department.shown(*room, now));
  }
  if (rooms.empty()) {
    view.empty = what_is_missing(department, words);
    return view;
  }
  const Board board{
      local, words, now, department.confirmed_until(now), department.confirmation(now), strip_window(now, timeline)};
  view.not_confirmed = not_confirmed_text(department, local, words, now);
  view.chips = chips_of(words, rooms);
  add_tiles(view, board, rooms, page, tiles_per_page);
  view.grid_labels = grid_labels(view.tiles.front().strip, local);
  add_alerts(view, words, board_alerts(department, local, words, now));
  return view;
}

}  // namespace isocenter::kiosk
