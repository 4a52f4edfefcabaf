#include "kiosk/widget/big_button.hpp"

#include <algorithm>

#include "kiosk/widget/state_icon.hpp"

namespace isocenter::kiosk {
namespace {

constexpr float corner = 12;
constexpr float padding = 24;
constexpr float icon_size = 56;

TextStyle pill_style(const Canvas& canvas, const Button& button) {
  const bool is_on = button.weight == Weight::on;
  return {.size = 28,
          .weight = is_on ? FontWeight::medium : FontWeight::regular,
          .colour = is_on ? canvas.palette().accent : canvas.palette().second,
          .align = Align::centre};
}

}  // namespace

void draw_wide_button(Canvas& canvas, const Button& button, Rect place) {
  const Palette& palette = canvas.palette();
  const bool is_done = button.weight == Weight::done;
  const bool is_next = button.weight == Weight::next || button.weight == Weight::on;
  if (canvas.is_pressed(button.id)) {
    canvas.fill(place, palette.line, corner);
  } else if (!is_done) {
    canvas.fill(place, palette.raised, corner);
  }
  canvas.outline(place, is_next ? palette.accent : palette.line, is_next ? 3 : 1, corner);
  const Colour ink = is_done ? palette.second : palette.ink;
  float left = place.x + padding;
  if (button.icon != Icon::none) {
    draw_button_icon(canvas, button.icon, left, place.y + (place.h - icon_size) / 2, icon_size,
                     is_next ? palette.accent : ink);
    left += icon_size + padding;
  }
  float right = place.right() - padding;
  if (!button.note.empty()) {
    const TextStyle note{.size = 22, .colour = is_next ? palette.accent : palette.second, .align = Align::right};
    const float room = (right - left) * 0.45f;
    right -= canvas.text_in({right - room, place.y, room, place.h}, button.note, note) + 16;
  }
  canvas.text_in(
      {left, place.y, right - left, place.h}, button.label,
      {.size = 36, .weight = is_next ? FontWeight::semibold : FontWeight::medium, .colour = ink, .lines = 2});
  canvas.target(button.id, place);
}

void draw_undo_button(Canvas& canvas, const Button& undo, Rect place) {
  const Palette& palette = canvas.palette();
  canvas.fill(place, canvas.is_pressed(undo.id) ? palette.second : white, corner);
  canvas.text_in({place.x + 16, place.y + 16, place.w - 32, 60}, undo.label,
                 {.size = 48, .weight = FontWeight::semibold, .colour = palette.ground, .align = Align::centre});
  canvas.text_in({place.x + 16, place.y + 76, place.w - 32, 48}, undo.note,
                 {.size = 28, .colour = palette.ground, .align = Align::centre});
  canvas.target(undo.id, place);
}

void draw_pill_button(Canvas& canvas, const Button& button, Rect place) {
  const Palette& palette = canvas.palette();
  const bool is_on = button.weight == Weight::on;
  canvas.fill(place, canvas.is_pressed(button.id) ? palette.line : palette.tile, place.h / 2);
  canvas.outline(place, is_on ? palette.accent : palette.line, is_on ? 3 : 1, place.h / 2);
  Rect inside{place.x + 24, place.y, place.w - 48, place.h};
  if (button.icon != Icon::none) {
    const float size = 36;
    const float wide = size + 12 + canvas.width_of(button.label, pill_style(canvas, button));
    const float left = place.x + std::max((place.w - wide) / 2, 20.0f);
    draw_button_icon(canvas, button.icon, left, place.y + (place.h - size) / 2, size, palette.second);
    inside.x = left + size + 12;
    inside.w = place.right() - 20 - inside.x;
  }
  TextStyle style = pill_style(canvas, button);
  if (button.icon != Icon::none) style.align = Align::left;
  canvas.text_in(inside, button.label, style);
  canvas.target(button.id, place);
}

float pill_width(const Canvas& canvas, const Button& button, float least) {
  const float icon = button.icon == Icon::none ? 0 : 48;
  return std::max(canvas.width_of(button.label, pill_style(canvas, button)) + 56 + icon, least);
}

}  // namespace isocenter::kiosk
