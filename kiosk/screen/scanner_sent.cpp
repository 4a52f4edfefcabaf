#include <algorithm>

#include "kiosk/screen/grid.hpp"
#include "kiosk/screen/measures.hpp"
#include "kiosk/screen/scanner_pages.hpp"
#include "kiosk/widget/big_button.hpp"
#include "kiosk/widget/state_icon.hpp"

namespace isocenter::kiosk {
namespace {

/// What was said, in the colour of the state that follows.
void draw_said_field(Canvas& canvas, const SentView& view, const std::string& kept, Rect field) {
  const Palette& palette = canvas.palette();
  const bool is_down = view.state == EquipmentState::down;
  canvas.fill(field, is_down ? palette.field : palette.field_limited, corner);
  if (!is_down) canvas.outline(field, palette.of(view.state), 2, corner);
  const Colour ink = is_down ? white : palette.ink;
  draw_state(canvas, view.state, field.x + 24, field.y + 76, 112, is_down ? white : palette.of(view.state),
             palette.field);
  float right = field.right() - 24;
  if (view.undo) {
    const float wide = std::min(428.0f, field.w * 0.36f);
    const Rect undo{right - wide, field.y + 64, wide, 136};
    draw_undo_button(canvas, *view.undo, undo);
    right = undo.x - 24;
  }
  const float left = field.x + 160;
  canvas.text_in({left, field.y + 24, right - left, 76}, view.title,
                 {.size = 48, .weight = FontWeight::semibold, .colour = ink, .least = 28, .lines = 2});
  canvas.text_in({left, field.y + 104, right - left, 72}, view.sent, {.size = 36, .colour = ink, .lines = 2});
  canvas.text_in({left, field.y + 180, right - left, 68}, kept.empty() ? view.also : kept,
                 {.size = 28, .colour = ink, .lines = 2});
}

void draw_more(Canvas& canvas, const SentView& view, Rect place) {
  const int count = static_cast<int>(view.more.size());
  if (count == 0) return;
  const int columns = canvas.is_portrait() ? 2 : std::max((count + 1) / 2, 1);
  const Grid grid{.place = place, .columns = columns, .rows = (count + columns - 1) / columns};
  for (int i = 0; i < count; ++i) draw_wide_button(canvas, view.more[static_cast<std::size_t>(i)], grid.cell(i));
}

}  // namespace

void draw_sent(Canvas& canvas, const SentView& view, const std::string& kept) {
  const Palette& palette = canvas.palette();
  const float room = canvas.width() - 2 * margin, bottom = canvas.height() - margin;
  const Rect field{margin, 136, room, 264};
  draw_said_field(canvas, view, kept, field);

  const float baseline = field.bottom() + 76;
  const float closes = canvas.text(margin + room, baseline, room * 0.5f, view.closes,
                                   {.size = 28, .colour = palette.second, .align = Align::right});
  if (!view.more.empty()) {
    canvas.text(margin, baseline, room - closes - 24, view.say_more,
                {.size = 48, .weight = FontWeight::semibold, .colour = palette.ink, .least = 28});
  }
  const float top = baseline + 32;
  draw_more(canvas, view, {margin, top, room, bottom - foot - gap - 8 - top});

  const float done = std::min(452.0f, room * 0.4f);
  draw_wide_button(canvas, view.done, {canvas.width() - margin - done, bottom - foot, done, foot});
  const float others = room - done - gap;
  const float each = (others - gap * (static_cast<float>(view.others.size()) - 1)) /
                     std::max(static_cast<float>(view.others.size()), 1.0f);
  for (std::size_t i = 0; i < view.others.size(); ++i) {
    draw_wide_button(canvas, view.others[i],
                     {margin + static_cast<float>(i) * (each + gap), bottom - foot, each, foot});
  }
}

}  // namespace isocenter::kiosk
