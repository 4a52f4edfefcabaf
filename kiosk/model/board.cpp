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

void add_tiles(BoardView& view, const TileContext& context, const std::vector<DeviceSnapshot>& rooms, std::size_t page,
               std::size_t tiles_per_page) {
  const std::size_t size = std::max<std::size_t>(tiles_per_page, 1);
  const std::size_t pages = (rooms.size() + size - 1) / size;
  const std::size_t first = page % pages * size;
  for (std::size_t i = first; i < std::min(first + size, rooms.size()); ++i) {
    view.tiles.push_back(make_tile(context, rooms[i]));
  }
  if (pages == 1) return;
  view.page = context.words.say("{page} of {pages}",
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
  const TileContext context{
      local, words, now, department.confirmed_until(now), department.confirmation(now), strip_window(now, timeline)};
  view.not_confirmed = not_confirmed_text(department, local, words, now);
  view.chips = chips_of(words, rooms);
  add_tiles(view, context, rooms, page, tiles_per_page);
  view.grid_labels = grid_labels(view.tiles.front().strip, local);
  add_alerts(view, words, board_alerts(department, local, words, now));
  return view;
}

}  // namespace isocenter::kiosk
