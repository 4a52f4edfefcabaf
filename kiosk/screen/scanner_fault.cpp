#include <algorithm>

#include "kiosk/screen/grid.hpp"
#include "kiosk/screen/measures.hpp"
#include "kiosk/screen/scanner_pages.hpp"
#include "kiosk/widget/big_button.hpp"
#include "kiosk/widget/state_icon.hpp"

namespace isocenter::kiosk {
namespace {

void draw_category(Canvas& canvas, const FaultChoiceView::Category& category, Rect place) {
  const Palette& palette = canvas.palette();
  const Button& button = category.button;
  canvas.fill(place, canvas.is_pressed(button.id) ? palette.line : palette.raised, corner);
  canvas.outline(place, palette.line, 1, corner);
  const float left = place.x + 24, room = place.w - 48;
  draw_button_icon(canvas, button.icon, left, place.y + 24, 80, palette.ink);
  canvas.text_in({left, place.y + 112, room, 52}, button.label,
                 {.size = 36, .weight = FontWeight::semibold, .colour = palette.ink});
  canvas.text_in({left, place.y + 162, room, 60}, button.note, {.size = 22, .colour = palette.second, .lines = 2});
  const float below = place.bottom() - 56;
  draw_state(canvas, category.becomes, left, below, 28);
  canvas.text_in({left + 40, below - 16, room - 40, 60}, category.then,
                 {.size = 22, .weight = FontWeight::medium, .colour = palette.ink, .lines = 2});
  canvas.target(button.id, place);
}

void draw_question(Canvas& canvas, const std::string& question, const std::string& hint, float room) {
  canvas.text(margin, 192, room, question,
              {.size = 48, .weight = FontWeight::semibold, .colour = canvas.palette().ink, .least = 36});
  canvas.text_in({margin, 204, room, 68}, hint, {.size = 28, .colour = canvas.palette().second, .lines = 2});
}

}  // namespace

void draw_fault_choice(Canvas& canvas, const FaultChoiceView& view) {
  const Palette& palette = canvas.palette();
  const float room = canvas.width() - 2 * margin, bottom = canvas.height() - margin;
  draw_question(canvas, view.question, view.hint, room);
  const bool is_portrait = canvas.is_portrait();
  const Grid grid{.place = {margin, 284, room, bottom - foot - gap - 284},
                  .columns = is_portrait ? 2 : 4,
                  .rows = is_portrait ? 4 : 2};
  for (int i = 0; i < static_cast<int>(view.categories.size()); ++i) {
    draw_category(canvas, view.categories[static_cast<std::size_t>(i)], grid.cell(i));
  }
  const float back = std::min(room * 0.4f, 452.0f);
  draw_wide_button(canvas, view.back, {margin, bottom - foot, back, foot});
  const float left = margin + back + margin;
  canvas.text_in({left, bottom - foot, canvas.width() - margin - left, foot / 2}, view.not_sent,
                 {.size = 28, .colour = palette.ink, .lines = 2});
  canvas.text_in({left, bottom - foot / 2, canvas.width() - margin - left, foot / 2}, view.danger,
                 {.size = 28, .colour = palette.second, .lines = 2});
}

void draw_planned(Canvas& canvas, const PlannedView& view) {
  const float room = canvas.width() - 2 * margin, bottom = canvas.height() - margin;
  draw_question(canvas, view.question, view.hint, room);
  const int count = static_cast<int>(view.choices.size());
  const int columns = canvas.is_portrait() ? 1 : 2;
  const Grid grid{.place = {margin, 284, room, bottom - foot - gap - 284},
                  .columns = columns,
                  .rows = std::max((count + columns - 1) / columns, 1)};
  for (int i = 0; i < count; ++i) draw_wide_button(canvas, view.choices[static_cast<std::size_t>(i)], grid.cell(i));
  draw_wide_button(canvas, view.back, {margin, bottom - foot, std::min(room * 0.4f, 452.0f), foot});
}

}  // namespace isocenter::kiosk
