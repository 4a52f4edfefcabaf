#include "kiosk/screen/board_screen.hpp"

#include <algorithm>

#include "kiosk/screen/grid.hpp"
#include "kiosk/screen/measures.hpp"
#include "kiosk/screen/top_line.hpp"
#include "kiosk/widget/device_tile.hpp"
#include "kiosk/widget/state_icon.hpp"
#include "kiosk/widget/timeline.hpp"

namespace isocenter::kiosk {
namespace {

constexpr float least_tile_height = 160;
constexpr float most_tile_height = 300;
constexpr float least_tile_width = 440;
constexpr float axis_height = 44;
constexpr float chip_height = 44;
constexpr float chip_gap = 8;

constexpr int most_chip_rows = 2;

float chips_top(bool is_portrait) { return is_portrait ? 132 : 92; }

/// The room for tiles between the chips above and the alerts below.
Rect grid_of(float width, float height, int chip_rows) {
  const bool is_portrait = height > width;
  const float chips = static_cast<float>(chip_rows) * (chip_height + chip_gap) - chip_gap;
  const float top = chips_top(is_portrait) + chips + gap, alerts = is_portrait ? 176 : 104;
  return {margin, top, width - 2 * margin, height - top - axis_height - alerts};
}

int rows_that_fit(Rect grid) { return std::max(static_cast<int>((grid.h + gap) / (least_tile_height + gap)), 1); }

int columns_that_fit(Rect grid) { return std::max(static_cast<int>((grid.w + gap) / (least_tile_width + gap)), 1); }

/// The fewest columns that hold `count` tiles, so that each is as wide as it can be.
int columns_for(Rect grid, int count) {
  const int most = columns_that_fit(grid);
  for (int columns = std::min(2, most); columns < most; ++columns) {
    if (columns * rows_that_fit(grid) >= count) return columns;
  }
  return most;
}

void draw_chip(Canvas& canvas, const BoardView::Chip& chip, Rect place, float count_width) {
  const Palette& palette = canvas.palette();
  const bool is_down = chip.state == EquipmentState::down, is_limited = chip.state == EquipmentState::limited;
  const bool is_unknown = chip.state == EquipmentState::unknown;
  if (is_unknown) {
    canvas.dashed_outline(place, palette.second, 2, place.h / 2, 6, 5);
  } else {
    canvas.fill(place, is_down ? palette.field : is_limited ? palette.field_limited : palette.tile, place.h / 2);
  }
  const Colour words = is_down ? white : is_limited || is_unknown ? palette.ink : palette.second;
  draw_state(canvas, chip.state, place.x + 12, place.y + 8, 28, is_down ? white : palette.of(chip.state),
             palette.field);
  const float left = place.x + 50;
  canvas.text_in({left, place.y, count_width + 2, place.h}, chip.count,
                 {.size = 28, .weight = FontWeight::semibold, .colour = is_down ? white : palette.ink});
  canvas.text_in({left + count_width + 10, place.y + 1, place.right() - left - count_width - 24, place.h}, chip.word,
                 {.size = 22, .colour = words});
}

/// Returns how many rows they took.
int draw_chips(Canvas& canvas, const std::vector<BoardView::Chip>& chips) {
  const float right = canvas.width() - margin;
  float x = margin, y = chips_top(canvas.is_portrait());
  int rows = 1;
  for (const BoardView::Chip& chip : chips) {
    const float count = canvas.width_of(chip.count, {.size = 28, .weight = FontWeight::semibold});
    const float wide = 50 + count + 10 + canvas.width_of(chip.word, {.size = 22}) + 18;
    if (x + wide > right && x > margin) {
      x = margin;
      y += chip_height + chip_gap;
      ++rows;
    }
    draw_chip(canvas, chip, {x, y, wide, chip_height}, count);
    x += wide + 12;
  }
  return rows;
}

void draw_alert_icon(Canvas& canvas, const BoardAlert& alert, float x, float y, float size) {
  switch (alert.kind) {
    case BoardAlert::Kind::state: return draw_state(canvas, alert.state, x, y, size);
    case BoardAlert::Kind::away: return canvas.icon("away", x, y, size, canvas.palette().ink);
    case BoardAlert::Kind::other: return canvas.icon("check", x, y, size, canvas.palette().limited);
  }
}

void draw_alert(Canvas& canvas, const BoardAlert& alert, Rect place) {
  const Palette& palette = canvas.palette();
  draw_alert_icon(canvas, alert, place.x, place.y + 8, 40);
  const float left = place.x + 56, room = place.right() - left;
  const TextStyle age{.size = 22, .colour = palette.ink};
  const float age_width = canvas.width_of(alert.age, age);
  const TextStyle title{.size = 22, .weight = FontWeight::semibold, .colour = palette.ink, .lines = 2};
  const float title_room = room - age_width - 12;
  // What it is comes before what may be added: a long title takes the line of the detail.
  if (alert.detail.empty() || canvas.width_of(alert.title, title) > title_room) {
    const float wide = canvas.text_in({left, place.y - 4, title_room, 64}, alert.title, title);
    canvas.text_in({left + wide + 12, place.y - 4, age_width + 2, 64}, alert.age, age);
    return;
  }
  const float wide = canvas.text(left, place.y + 22, title_room, alert.title, title);
  canvas.text(left + wide + 12, place.y + 22, age_width + 2, alert.age, age);
  canvas.text(left, place.y + 50, room, alert.detail, {.size = 22, .colour = palette.second, .lines = 2});
}

void draw_alerts(Canvas& canvas, const BoardView& view) {
  const Palette& palette = canvas.palette();
  const bool is_portrait = canvas.is_portrait();
  const float top = canvas.height() - (is_portrait ? 176 : 104), wide = canvas.width() - 2 * margin;
  canvas.line(margin, top, margin + wide, top, palette.line, 1);
  const float more_width = view.more_alerts.empty() ? 0 : canvas.width_of(view.more_alerts, {.size = 22}) + 24;
  const int across = is_portrait ? 1 : 3;
  const float cell = (wide - more_width - gap * static_cast<float>(across - 1)) / static_cast<float>(across);
  float x = margin, y = top + (is_portrait ? 4 : 16);
  const std::size_t shown = std::min<std::size_t>(view.alerts.size(), is_portrait ? 2 : 3);
  for (std::size_t i = 0; i < shown; ++i) {
    draw_alert(canvas, view.alerts[i], {x, y, cell, 72});
    if (is_portrait) {
      y += 80;
    } else {
      x += cell + gap;
    }
  }
  if (shown < static_cast<std::size_t>(is_portrait ? 2 : 3)) {
    canvas.text_in({x, y, cell, 56}, view.no_alerts, {.size = 22, .colour = palette.third});
  }
  canvas.text_in({margin + wide - more_width, top + 16, more_width, 56}, view.more_alerts,
                 {.size = 22, .colour = palette.third, .align = Align::right});
}

void draw_tiles(Canvas& canvas, const BoardView& view, Rect grid) {
  const int count = static_cast<int>(view.tiles.size()), columns = columns_for(grid, count);
  const int rows = std::max((count + columns - 1) / columns, 1);
  const float wide = (grid.w - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  const float tall =
      std::min((grid.h - gap * static_cast<float>(rows - 1)) / static_cast<float>(rows), most_tile_height);
  const float name_size = name_size_for(canvas, view.tiles, wide);
  const float below = grid.y + static_cast<float>(rows) * (tall + gap) - gap;
  const Grid cells{.place = {grid.x, grid.y, grid.w, below - grid.y}, .columns = columns, .rows = rows};
  for (int i = 0; i < count; ++i) {
    draw_tile(canvas, view.tiles[static_cast<std::size_t>(i)], cells.cell(i), name_size);
  }
  for (int column = 0; column < std::min(columns, count); ++column) {
    draw_hour_axis(canvas, view.tiles.front().strip, view.grid_labels,
                   grid.x + static_cast<float>(column) * (wide + gap) + tile_padding, below + 26,
                   wide - 2 * tile_padding);
  }
}

}  // namespace

std::size_t board_capacity(PanelPixels panel) {
  const float scale = static_cast<float>(std::min(panel.width, panel.height)) / 1080;
  const Rect grid =
      grid_of(static_cast<float>(panel.width) / scale, static_cast<float>(panel.height) / scale, most_chip_rows);
  return static_cast<std::size_t>(rows_that_fit(grid)) * static_cast<std::size_t>(columns_that_fit(grid));
}

void draw_board(Canvas& canvas, const BoardView& view) {
  const Palette& palette = canvas.palette();
  draw_top_line(canvas, {.title = view.title,
                         .date = view.date,
                         .clock = view.clock,
                         .not_confirmed = view.not_confirmed,
                         .page = view.page});
  const int chip_rows = draw_chips(canvas, view.chips);
  const Rect grid = grid_of(canvas.width(), canvas.height(), std::max(chip_rows, canvas.is_portrait() ? 2 : 1));
  if (view.tiles.empty()) {
    canvas.text_in(grid, view.empty, {.size = 36, .colour = palette.second, .align = Align::centre, .lines = 4});
  } else {
    draw_tiles(canvas, view, grid);
  }
  draw_alerts(canvas, view);
}

}  // namespace isocenter::kiosk
