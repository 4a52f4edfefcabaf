#include <algorithm>

#include "kiosk/screen/measures.hpp"
#include "kiosk/screen/scanner_pages.hpp"
#include "kiosk/widget/big_button.hpp"
#include "kiosk/widget/state_icon.hpp"

namespace isocenter::kiosk {
namespace {

constexpr float foot = 136;

struct Grid {
  Rect place;
  int columns;
  int rows;
  Rect cell(int i) const {
    const float wide = (place.w - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    const float tall = (place.h - gap * static_cast<float>(rows - 1)) / static_cast<float>(rows);
    return {place.x + static_cast<float>(i % columns) * (wide + gap),
            place.y + static_cast<float>(i / columns) * (tall + gap), wide, tall};
  }
};

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
  canvas.text_in({left + 40, below - 8, room - 40, 44}, category.then,
                 {.size = 22, .weight = FontWeight::medium, .colour = palette.ink, .least = 20});
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
  const Grid grid{
      .place = {margin, 284, room,
                std::min(bottom - foot - gap - 284, 180.0f * static_cast<float>((count + columns - 1) / columns))},
      .columns = columns,
      .rows = std::max((count + columns - 1) / columns, 1)};
  for (int i = 0; i < count; ++i) draw_wide_button(canvas, view.choices[static_cast<std::size_t>(i)], grid.cell(i));
  draw_wide_button(canvas, view.back, {margin, bottom - foot, std::min(room * 0.4f, 452.0f), foot});
}

void draw_sent(Canvas& canvas, const SentView& view, const std::string& kept) {
  const Palette& palette = canvas.palette();
  const float room = canvas.width() - 2 * margin, bottom = canvas.height() - margin;
  const Rect field{margin, 136, room, 264};
  const bool is_down = view.state == EquipmentState::down;
  canvas.fill(field,
              is_down                                 ? palette.field
              : view.state == EquipmentState::limited ? palette.field_limited
                                                      : palette.tile,
              corner);
  if (!is_down) canvas.outline(field, palette.of(view.state), 2, corner);
  const Colour ink = is_down ? white : palette.ink;
  draw_state(canvas, view.state, field.x + 24, field.y + 76, 112, is_down ? white : palette.of(view.state),
             palette.field);
  float right = field.right() - 24;
  if (view.undo) {
    const float wide = std::min(428.0f, room * 0.36f);
    const Rect undo{right - wide, field.y + 64, wide, 136};
    canvas.fill(undo, canvas.is_pressed(view.undo->id) ? palette.second : white, corner);
    canvas.text_in({undo.x + 16, undo.y + 16, undo.w - 32, 60}, view.undo->label,
                   {.size = 48, .weight = FontWeight::semibold, .colour = palette.ground, .align = Align::centre});
    canvas.text_in({undo.x + 16, undo.y + 76, undo.w - 32, 48}, view.undo->note,
                   {.size = 28, .colour = palette.ground, .align = Align::centre});
    canvas.target(view.undo->id, undo);
    right = undo.x - 24;
  }
  const float left = field.x + 160;
  canvas.text_in({left, field.y + 24, right - left, 76}, view.title,
                 {.size = 48, .weight = FontWeight::semibold, .colour = ink, .least = 28, .lines = 2});
  canvas.text_in({left, field.y + 104, right - left, 72}, view.sent, {.size = 36, .colour = ink, .lines = 2});
  canvas.text_in({left, field.y + 180, right - left, 68}, kept.empty() ? view.also : kept,
                 {.size = 28, .colour = ink, .lines = 2});

  float top = field.bottom() + 32;
  if (!view.more.empty()) {
    canvas.text(margin, top + 50, room, view.say_more,
                {.size = 48, .weight = FontWeight::semibold, .colour = palette.ink});
    const int columns = canvas.is_portrait() ? 2 : 4;
    const int rows = (static_cast<int>(view.more.size()) + columns - 1) / columns;
    const Grid grid{
        .place = {margin, top + 80, room, 160.0f * static_cast<float>(rows) + gap * static_cast<float>(rows - 1)},
        .columns = columns,
        .rows = rows};
    for (int i = 0; i < static_cast<int>(view.more.size()); ++i) {
      draw_wide_button(canvas, view.more[static_cast<std::size_t>(i)], grid.cell(i));
    }
  }
  const float done = std::min(452.0f, room * 0.4f);
  draw_wide_button(canvas, view.done, {canvas.width() - margin - done, bottom - foot, done, foot});
  const float others = canvas.width() - margin - done - gap - margin;
  if (view.others.empty()) {
    canvas.text_in({margin, bottom - foot, others, foot}, view.closes,
                   {.size = 28, .colour = palette.second, .lines = 2});
    return;
  }
  const float each =
      (others - gap * static_cast<float>(view.others.size() - 1)) / static_cast<float>(view.others.size());
  for (std::size_t i = 0; i < view.others.size(); ++i) {
    draw_wide_button(canvas, view.others[i],
                     {margin + static_cast<float>(i) * (each + gap), bottom - foot, each, foot});
  }
  canvas.text_in({margin, bottom - foot - 60, room, 48}, view.closes, {.size = 28, .colour = palette.second});
}

}  // namespace isocenter::kiosk
