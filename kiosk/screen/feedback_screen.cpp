#include "kiosk/screen/feedback_screen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kiosk/screen/measures.hpp"
#include "kiosk/widget/big_button.hpp"
#include "kiosk/widget/state_icon.hpp"

namespace isocenter::kiosk {
namespace {

struct Tint {
  Colour disc, rim;
};

/// Down 18 %, limited 20 %, third, ready 18 % and 36 % on the tile; the rim in full.
constexpr std::array<Tint, 5> tints{{{rgb(0xf0d5d5), rgb(0xac1916)},
                                     {rgb(0xf7e3cd), rgb(0xcf7201)},
                                     {rgb(0xe3e8ef), rgb(0x656f7f)},
                                     {rgb(0xd3e8e0), rgb(0x148061)},
                                     {rgb(0xa9d3c5), rgb(0x148061)}}};

/// With four faces the middle one is left out.
std::size_t tint_of(std::size_t face, std::size_t faces) { return faces == 4 && face >= 2 ? face + 1 : face; }

void draw_face(Canvas& canvas, std::size_t tint, float x, float y, float size, bool is_pressed) {
  const float radius = size / 2;
  canvas.disc(x + radius, y + radius, radius, is_pressed ? tints[tint].rim : tints[tint].disc);
  canvas.ring(x + radius, y + radius, radius - 2, tints[tint].rim, 4);
  canvas.icon(fmt::format("face_{}", tint + 1), x, y, size, canvas.palette().ink);
}

TextStyle heading(const Canvas& canvas, const FeedbackView& view, float size) {
  return {.size = view.larger_text ? size * 1.15f : size,
          .weight = FontWeight::semibold,
          .colour = canvas.palette().ink,
          .align = Align::centre,
          .least = 36,
          .lines = 2};
}

TextStyle body(const Canvas& canvas, const FeedbackView& view, float size) {
  return {.size = view.larger_text ? size * 1.25f : size,
          .colour = view.more_contrast ? canvas.palette().ink : canvas.palette().second,
          .align = Align::centre,
          .lines = 2};
}

/// Pills in rows, each row in the middle. Returns the bottom of the last.
float draw_pills(Canvas& canvas, const std::vector<Button>& buttons, float y, float least, bool right_to_left) {
  const float room = canvas.width() - 2 * margin;
  std::size_t first = 0;
  while (first < buttons.size()) {
    float wide = 0;
    std::size_t end = first;
    while (end < buttons.size()) {
      const float next = pill_width(canvas, buttons[end], least) + (end > first ? gap : 0);
      if (end > first && wide + next > room) break;
      wide += next;
      ++end;
    }
    float x = (canvas.width() - std::min(wide, room)) / 2;
    if (right_to_left) x = canvas.width() - x;
    for (; first < end; ++first) {
      const float each = std::min(pill_width(canvas, buttons[first], least), room);
      draw_pill_button(canvas, buttons[first], {right_to_left ? x - each : x, y, each, 88});
      x += right_to_left ? -(each + gap) : each + gap;
    }
    y += 88 + gap;
  }
  return y - gap;
}

void draw_aid(Canvas& canvas, const Button& aid, Rect place) {
  const Palette& palette = canvas.palette();
  const bool is_on = aid.weight == Weight::on;
  const float radius = 48, x = place.x + radius, y = place.y + place.h / 2;
  canvas.disc(x, y, radius, canvas.is_pressed(aid.id) ? palette.line : palette.tile);
  canvas.ring(x, y, radius - 1, is_on ? palette.accent : palette.line, is_on ? 3 : 1);
  draw_button_icon(canvas, aid.icon, x - 22, y - 22, 44, is_on ? palette.accent : palette.ink);
  canvas.text_in({place.x + 116, place.y, place.w - 116, place.h}, aid.label,
                 {.size = 28, .colour = is_on ? palette.accent : palette.second, .lines = 2});
  canvas.target(aid.id, place);
}

void draw_aids(Canvas& canvas, const std::vector<Button>& aids, float y) {
  const float room = canvas.width() - 2 * margin, between = canvas.is_portrait() ? 24 : 64;
  float wide = -between;
  std::vector<float> widths;
  for (const Button& aid : aids) {
    const float most = (room - between * static_cast<float>(aids.size() - 1)) / static_cast<float>(aids.size());
    widths.push_back(std::min(116 + canvas.width_of(aid.label, {.size = 28}) + 4, most));
    wide += widths.back() + between;
  }
  float x = (canvas.width() - wide) / 2;
  for (std::size_t i = 0; i < aids.size(); ++i) {
    draw_aid(canvas, aids[i], {x, y, widths[i], 96});
    x += widths[i] + between;
  }
}

void draw_faces(Canvas& canvas, const FeedbackView& view, float y) {
  const std::size_t count = view.faces.size();
  const float room = canvas.width() - 2 * margin;
  const float column = std::min(328.0f, room / static_cast<float>(count)), size = std::min(232.0f, column - 32);
  const float left = (canvas.width() - column * static_cast<float>(count)) / 2;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t place = view.right_to_left ? count - 1 - i : i;
    const float x = left + column * static_cast<float>(place);
    const Button& face = view.faces[i];
    draw_face(canvas, tint_of(i, count), x + (column - size) / 2, y, size, canvas.is_pressed(face.id));
    TextStyle word{.size = view.larger_text ? 44.0f : 36.0f,
                   .weight = FontWeight::medium,
                   .colour = canvas.palette().ink,
                   .align = Align::centre,
                   .lines = 2};
    canvas.text_in({x + 8, y + size + 12, column - 16, 68}, face.label, word);
    canvas.target(face.id, {x, y, column, size + 80});
  }
}

void draw_question(Canvas& canvas, const FeedbackView& view) {
  const float room = canvas.width() - 2 * margin, slack = canvas.height() - 1080;
  const float top = slack > 0 ? slack * 0.3f : 0;
  canvas.text_in({margin, top + 112, room, 112}, view.question, heading(canvas, view, 72));
  canvas.text_in({margin, top + 224, room, 64}, view.hint, body(canvas, view, 36));
  draw_faces(canvas, view, top + 344);
  const float below = slack > 0 ? canvas.height() - 1080 + 700 : 768;
  const float languages = draw_pills(canvas, view.languages, std::min(below, 768 + slack), 120, view.right_to_left);
  draw_aids(canvas, view.aids, std::max(canvas.height() - 160, languages + gap));
}

void draw_reason(Canvas& canvas, const Button& reason, const FeedbackView& view, Rect place) {
  const Palette& palette = canvas.palette();
  const bool is_on = reason.weight == Weight::on;
  canvas.fill(place, canvas.is_pressed(reason.id) ? palette.line : palette.tile, 12);
  canvas.outline(place, is_on ? palette.accent : palette.line, is_on ? 3 : 1, 12);
  draw_button_icon(canvas, reason.icon, place.x + 40, place.y + (place.h - 72) / 2, 72, palette.accent);
  canvas.text_in(
      {place.x + 144, place.y, place.w - 168, place.h}, reason.label,
      {.size = view.larger_text ? 44.0f : 36.0f, .weight = FontWeight::medium, .colour = palette.ink, .lines = 2});
  canvas.target(reason.id, place);
}

void draw_reasons(Canvas& canvas, const FeedbackView& view) {
  const float room = canvas.width() - 2 * margin;
  const std::size_t face = static_cast<std::size_t>(std::max(view.given, 1) - 1);
  const float said = std::min(canvas.width_of(view.you_said, body(canvas, view, 36)), room - 112);
  const float left = (canvas.width() - said - 112) / 2;
  draw_face(canvas, tint_of(face, view.faces.size()), left, 64, 88, false);
  TextStyle beside = body(canvas, view, 36);
  beside.align = Align::left;
  canvas.text_in({left + 112, 64, said + 8, 88}, view.you_said, beside);
  canvas.text_in({margin, 184, room, 112}, view.question, heading(canvas, view, 72));
  const int columns = canvas.is_portrait() ? 2 : 3;
  const float wide = std::min((room - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns), 520.0f);
  const float x = (canvas.width() - wide * static_cast<float>(columns) - gap * static_cast<float>(columns - 1)) / 2;
  const int rows = (static_cast<int>(view.reasons.size()) + columns - 1) / columns;
  for (int i = 0; i < static_cast<int>(view.reasons.size()); ++i) {
    const int row = i / columns;
    const int column = view.right_to_left ? columns - 1 - i % columns : i % columns;
    draw_reason(
        canvas, view.reasons[static_cast<std::size_t>(i)], view,
        {x + static_cast<float>(column) * (wide + gap), 336 + static_cast<float>(row) * (184 + gap), wide, 184});
  }
  const float below = 336 + static_cast<float>(rows) * (184 + gap) + 24;
  draw_pills(canvas, view.others, std::max(below, canvas.height() - 304), 200, view.right_to_left);
  draw_aids(canvas, view.aids, canvas.height() - 160);
}

void draw_thanks(Canvas& canvas, const FeedbackView& view) {
  const float room = canvas.width() - 2 * margin, top = (canvas.height() - 1080) / 2;
  const std::size_t face = static_cast<std::size_t>(std::max(view.given, 1) - 1);
  draw_face(canvas, tint_of(face, view.faces.size()), (canvas.width() - 264) / 2, top + 184, 264, false);
  canvas.text_in({margin, top + 472, room, 144}, view.thanks, heading(canvas, view, 120));
  canvas.text_in({margin, top + 620, room, 100}, view.thanks_detail, body(canvas, view, 36));
  draw_pills(canvas, view.others, top + 776, 200, view.right_to_left);
}

}  // namespace

void draw_feedback(Canvas& canvas, const FeedbackView& view) {
  switch (view.page) {
    case FeedbackView::Page::question: return draw_question(canvas, view);
    case FeedbackView::Page::reasons: return draw_reasons(canvas, view);
    case FeedbackView::Page::thanks: return draw_thanks(canvas, view);
  }
}

}  // namespace isocenter::kiosk
