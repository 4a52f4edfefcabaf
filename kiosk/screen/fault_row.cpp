#include "kiosk/screen/fault_row.hpp"

#include <algorithm>

#include "kiosk/screen/grid.hpp"
#include "kiosk/screen/measures.hpp"
#include "kiosk/widget/state_icon.hpp"

namespace isocenter::kiosk {
namespace {

constexpr float inset = 16;
constexpr float line_height = 40;
constexpr float touch_height = 132;  ///< 24 mm on the least panel
constexpr float shape = 36;
constexpr float next_width = 152;  ///< less than a step's: it only turns the page
constexpr float beside_text = 6;

TextStyle title_style(const Canvas& canvas) {
  return {.size = 28, .weight = FontWeight::semibold, .colour = canvas.palette().ink};
}

TextStyle stands_style(const Canvas& canvas) { return {.size = 28, .colour = canvas.palette().second}; }

bool is_one_line(const Canvas& canvas, const FaultLifeView& fault, float wide) {
  const float title = canvas.width_of(fault.title, title_style(canvas));
  return shape + 12 + title + 20 + canvas.width_of(fault.stands, stands_style(canvas)) <= wide;
}

/// What it is, and where it stands: beside it, else below it.
void draw_head(Canvas& canvas, const FaultLifeView& fault, Rect place) {
  const Palette& palette = canvas.palette();
  if (fault.effect != Effect::none) {
    const auto state = fault.effect == Effect::down ? EquipmentState::down : EquipmentState::limited;
    draw_state(canvas, state, place.x, place.y + (line_height - shape) / 2, shape, palette.of(state), palette.tile);
  }
  const float left = place.x + (fault.effect == Effect::none ? 0 : shape + 12);
  const float title =
      canvas.text_in({left, place.y, place.right() - left, line_height}, fault.title, title_style(canvas));
  const Rect beside{left + title + 20, place.y, place.right() - left - title - 20, line_height};
  const Rect below{left, place.y + line_height, place.right() - left, line_height};
  canvas.text_in(is_one_line(canvas, fault, place.w) ? beside : below, fault.stands, stands_style(canvas));
}

/// Label over note; a step that was said has its tick before the time, one that was skipped has neither.
void draw_in_cell(Canvas& canvas, const Button& button, Rect cell, Colour ink) {
  const Palette& palette = canvas.palette();
  const bool has_tick = button.icon != Icon::none;
  const float tick = has_tick ? 24 : 0;
  const TextStyle style{.size = 24, .colour = palette.second, .align = Align::centre, .lines = 2};
  const float note_wide = canvas.width_of(button.note, style), room = cell.w - 2 * beside_text - tick;
  const float note = button.note.empty() ? 0 : note_wide <= room ? 36 : 60;
  const float label = std::min(cell.h - note - 8, 84.0f), top = cell.y + (cell.h - label - note) / 2;
  canvas.text_in({cell.x + beside_text, top, cell.w - 2 * beside_text, label}, button.label,
                 {.size = 32, .weight = FontWeight::medium, .colour = ink, .align = Align::centre, .lines = 2});
  if (button.note.empty()) return;
  if (has_tick) {
    const float left = cell.x + (cell.w - std::min(note_wide, room) - tick) / 2 - 4;
    draw_button_icon(canvas, button.icon, left, top + label + 6, 24, palette.second);
  }
  canvas.text_in({cell.x + beside_text + tick, top + label, room, note}, button.note, style);
}

void draw_touch(Canvas& canvas, const Button& button, Rect cell) {
  const Palette& palette = canvas.palette();
  canvas.fill(cell, canvas.is_pressed(button.id) ? palette.line : palette.raised, corner);
  canvas.outline(cell, palette.line, 1, corner);
  draw_in_cell(canvas, button, cell, palette.ink);
  canvas.target(button.id, cell);
}

/// Only told: as tall as a touch, so that nothing moves when it is said.
void draw_said_step(Canvas& canvas, const Button& button, Rect cell) {
  draw_in_cell(canvas, button, cell, button.note.empty() ? canvas.palette().third : canvas.palette().second);
}

}  // namespace

float fault_row_height(const Canvas& canvas, const FaultLifeView& fault, float wide) {
  const float head = is_one_line(canvas, fault, wide - 2 * inset) ? line_height : 2 * line_height;
  return inset + head + 12 + touch_height + inset;
}

void draw_fault_row(Canvas& canvas, const FaultLifeView& fault, Rect place) {
  const Palette& palette = canvas.palette();
  canvas.fill(place, palette.tile, corner);
  canvas.outline(place, palette.line, 1, corner);
  const Rect inside{place.x + inset, place.y + inset, place.w - 2 * inset, place.h - 2 * inset};
  draw_head(canvas, fault, inside);
  const Rect cells{inside.x, inside.bottom() - touch_height, inside.w, touch_height};
  const float next = fault.next ? next_width + gap : 0;
  const int count = static_cast<int>(fault.steps.size());
  const Grid steps{.place = {cells.x, cells.y, cells.w - next, cells.h}, .columns = count, .rows = 1};
  for (int i = 0; i < count; ++i) {
    const auto& step = fault.steps[static_cast<std::size_t>(i)];
    step.can_touch ? draw_touch(canvas, step.button, steps.cell(i))
                   : draw_said_step(canvas, step.button, steps.cell(i));
  }
  if (fault.next) draw_touch(canvas, *fault.next, {cells.right() - next_width, cells.y, next_width, cells.h});
}

}  // namespace isocenter::kiosk
