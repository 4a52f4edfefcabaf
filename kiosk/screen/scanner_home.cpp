#include <algorithm>

#include "kiosk/screen/fault_row.hpp"
#include "kiosk/screen/grid.hpp"
#include "kiosk/screen/measures.hpp"
#include "kiosk/screen/scanner_pages.hpp"
#include "kiosk/widget/big_button.hpp"
#include "kiosk/widget/device_tile.hpp"
#include "kiosk/widget/judgement.hpp"
#include "kiosk/widget/state_icon.hpp"
#include "kiosk/widget/timeline.hpp"

namespace isocenter::kiosk {
namespace {

constexpr float note_height = 52;

constexpr float others_title_height = 44;
constexpr float other_height = 185;
constexpr float least_other_width = 380;
constexpr float least_today = 168;
constexpr float stripe = 8;  ///< a state's colour at its card's left edge

/// Where the parts of the page lie; what is not shown has no height.
struct Places {
  Rect state, today, others, actions;
  int action_columns = 1;
};

float row_height(const Canvas& canvas, const ScannerHomeView& view, float card) {
  return view.fault ? fault_row_height(canvas, *view.fault, card - 2 * padding) + padding : 0;
}

/// What the state's card needs to tell at least one note.
float state_height(const Canvas& canvas, const ScannerHomeView& view, const std::string& kept, float card) {
  const int lines = (view.notes.empty() ? 0 : 1) + (view.contradiction.empty() ? 0 : 1) + (kept.empty() ? 0 : 1);
  const float clock = view.progress ? 264 : 132;
  return (view.figure.empty() ? 160 : 108 + clock + 16) + note_height * static_cast<float>(lines) + 16 +
         row_height(canvas, view, card);
}

/// A room with a fault needs a taller card: the day's timeline goes first, and where that is not enough the others.
Places places_of(const Canvas& canvas, const ScannerHomeView& view, const std::string& kept) {
  const float top = 136, bottom = canvas.height() - margin, wide = canvas.width() - 2 * margin;
  const bool is_portrait = canvas.is_portrait();
  const float actions_width = is_portrait ? wide : 608,
              actions_height = is_portrait ? 132 * 3 + 2 * gap + 44 : bottom - top;
  const Rect cards{margin, top, is_portrait ? wide : wide - actions_width - margin,
                   is_portrait ? bottom - top - actions_height - gap : bottom - top};
  const float state = view.fault ? state_height(canvas, view, kept, cards.w) : 0;
  const float wanted = others_title_height + other_height + gap;
  const float others = !view.others.empty() && cards.h - wanted >= state ? wanted : 0;
  const float spare = cards.h - others - gap - state;
  const float share = std::clamp((cards.h - others) * 0.32f, least_today, 420.0f);
  const float today = others > 0 && spare < least_today ? 0 : std::max(std::min(share, spare), least_today) + gap;
  return {.state = {cards.x, cards.y, cards.w, cards.h - others - today},
          .today = {cards.x, cards.bottom() - others - today + gap, cards.w, std::max(today - gap, 0.0f)},
          .others = {cards.x, cards.bottom() - others + gap, cards.w, std::max(others - gap, 0.0f)},
          .actions = {canvas.width() - margin - actions_width, bottom - actions_height, actions_width, actions_height},
          .action_columns = is_portrait ? 2 : 1};
}

void draw_card(Canvas& canvas, Rect place) {
  canvas.fill(place, canvas.palette().tile, corner);
  canvas.outline(place, canvas.palette().raised, 1, corner);
}

void draw_progress(Canvas& canvas, const ScannerHomeView& view, Rect bar) {
  const Palette& palette = canvas.palette();
  const ScannerHomeView::Progress& progress = *view.progress;
  const auto at = [&](double share) { return bar.x + static_cast<float>(std::clamp(share, 0.0, 1.0)) * bar.w; };
  canvas.fill(bar, palette.line, bar.h / 2);
  canvas.fill({bar.x, bar.y, std::max(at(progress.done) - bar.x, bar.h), bar.h},
              progress.late ? palette.limited : palette.in_use, bar.h / 2);
  if (progress.late) canvas.fill({bar.x, bar.y, at(progress.p90) - bar.x, bar.h}, palette.in_use, bar.h / 2);
  const float p50 = at(progress.p50), p90 = at(progress.p90), top = bar.y - 8;
  canvas.line(p50, top, p90, top, palette.ink, 2);
  for (const float tick : {p50, p90}) canvas.line(tick, top, tick, bar.bottom() + 6, palette.ink, 2);

  // The two ticks may stand close: each label keeps to its own side of the middle between them.
  const float baseline = bar.bottom() + 38, middle = (p50 + p90) / 2;
  const bool is_on_tile = view.state != EquipmentState::limited;  // third ink is too faint on a field
  const TextStyle from{.size = 22, .colour = is_on_tile ? palette.third : palette.second};
  const TextStyle half{.size = 22, .colour = palette.second, .align = Align::right};
  const TextStyle most{.size = 22, .colour = palette.second};
  const float half_width = std::min(canvas.width_of(view.half_end_by, half), middle - bar.x - 12);
  const float most_width = std::min(canvas.width_of(view.most_end_by, most), bar.right() - middle - 12);
  const float half_right = std::min(p50 + half_width / 2, middle - 12);
  const float most_left = std::min(std::max(p90 - most_width / 2, middle + 12), bar.right() - most_width);
  canvas.text(half_right, baseline, half_width + 1, view.half_end_by, half);
  canvas.text(most_left, baseline, most_width + 1, view.most_end_by, most);
  const bool is_beside = bar.x + canvas.width_of(view.from_exams, from) + 24 <= half_right - half_width;
  canvas.text(bar.x, is_beside ? baseline : baseline + 36, bar.w, view.from_exams, from);
}

struct Inks {
  Colour ground, ink, quiet;
};

Inks inks_of(const Palette& palette, EquipmentState state) {
  if (state == EquipmentState::down) return {palette.field, white, white};
  if (state == EquipmentState::limited) return {palette.field_limited, palette.ink, palette.ink};
  return {palette.tile, palette.ink, palette.second};
}

void draw_ground(Canvas& canvas, EquipmentState state, Colour ground, Rect place) {
  const Palette& palette = canvas.palette();
  if (state == EquipmentState::unknown) {
    return canvas.dashed_outline(place, palette.unknown, 2, corner, 10, 8);
  }
  canvas.fill(place, ground, corner);
  if (state != EquipmentState::down) canvas.fill_left(place, stripe, palette.of(state), corner);
}

/// The clock, what is usual, and how far it is. Returns where it ends.
float draw_clock(Canvas& canvas, const ScannerHomeView& view, const Inks& inks, Rect place) {
  const bool is_alone = view.usual.empty() && view.likely_end.empty();
  const float figure = canvas.text(place.x - 4, place.y + 100, is_alone ? place.w : place.w * 0.5f, view.figure,
                                   {.size = 120, .weight = FontWeight::semibold, .colour = inks.ink, .least = 72});
  const float beside = std::max(place.x + figure + 48, place.x + 376), room = place.right() - beside;
  canvas.text(beside, place.y + 36, room, view.usual, {.size = 36, .colour = inks.quiet});
  if (view.progress && view.progress->late && judgement_width(canvas, view.likely_end, 36) <= room) {
    draw_judgement(canvas, view.likely_end, beside, place.y + 96, 36);
  } else {
    canvas.text(beside, place.y + 96, room, view.likely_end,
                {.size = 36, .weight = FontWeight::medium, .colour = inks.ink});
  }
  if (!view.progress) return place.y + 116;
  draw_progress(canvas, view, {place.x, place.y + 144, place.w, 24});
  return place.y + 248;
}

void draw_notes(Canvas& canvas, const ScannerHomeView& view, const std::string& kept, const Inks& inks, Rect place) {
  float top = place.y;
  const auto say = [&](const std::string& text, Colour colour, FontWeight weight) {
    if (text.empty() || top + note_height > place.bottom()) return;
    canvas.text_in({place.x, top, place.w, note_height}, text, {.size = 36, .weight = weight, .colour = colour});
    top += note_height;
  };
  say(view.contradiction, inks.ink, FontWeight::semibold);
  say(kept, inks.ink, FontWeight::semibold);
  for (const std::string& note : view.notes) say(note, inks.quiet, FontWeight::regular);
}

/// The state's shape and word, and beside it the procedure.
void draw_word(Canvas& canvas, const ScannerHomeView& view, const Inks& inks, Rect place, float size) {
  const Palette& palette = canvas.palette();
  draw_state(canvas, view.state, place.x, place.y, place.h,
             view.state == EquipmentState::down ? white : palette.of(view.state), palette.field);
  const float left = place.x + place.h + 20, room = place.right() - left;
  const TextStyle least{.size = 22};
  const float procedure = view.procedure.empty() ? 0 : 24 + canvas.width_of(view.procedure, least);
  const float word = canvas.text_in({left, place.y, std::max(room - procedure, room / 2), place.h}, view.word,
                                    {.size = size, .weight = FontWeight::semibold, .colour = inks.ink, .least = 28});
  canvas.text_in({left + word + 24, place.y, room - word - 24, place.h}, view.procedure,
                 {.size = 48, .colour = inks.quiet, .least = 22});
}

void draw_state_card(Canvas& canvas, const ScannerHomeView& view, const std::string& kept, Rect place) {
  const Inks inks = inks_of(canvas.palette(), view.state);
  draw_ground(canvas, view.state, inks.ground, place);
  if (const float row = row_height(canvas, view, place.w); row > 0) {
    place.h -= row;
    draw_fault_row(canvas, *view.fault, {place.x + padding, place.bottom(), place.w - 2 * padding, row - padding});
  }
  const float left = place.x + padding + 8, wide = place.right() - padding - left;
  const std::size_t lines = view.notes.size() + (view.contradiction.empty() ? 0 : 1) + (kept.empty() ? 0 : 1);
  const float notes = note_height * static_cast<float>(lines);
  if (view.figure.empty()) {  // then the word is what is read from the door
    const float spare = std::max(place.h - 96 - 24 - notes, 48.0f);
    const Rect word{left, place.y + spare * 0.45f, wide, 96};
    draw_word(canvas, view, inks, word, 72);
    return draw_notes(canvas, view, kept, inks, {left, word.bottom() + 24, wide, place.bottom() - 16 - word.bottom()});
  }
  draw_word(canvas, view, inks, {left, place.y + 28, wide, 56}, 48);
  const float clock = view.progress ? 264 : 132, spare = place.h - 108 - clock - notes;
  const float top = draw_clock(canvas, view, inks, {left, place.y + 108 + std::max(spare * 0.5f, 0.0f), wide, 0}) + 16;
  draw_notes(canvas, view, kept, inks, {left, top, wide, place.bottom() - 16 - top});
}

void draw_said(Canvas& canvas, const SaidStrip& said, Rect place) {
  const Palette& palette = canvas.palette();
  canvas.fill(place, palette.raised, corner);
  canvas.outline(place, palette.accent, 3, corner);
  const float middle = place.y + place.h / 2, left = place.x + 144;
  draw_button_icon(canvas, said.icon, place.x + 32, middle - 40, 80, palette.ink);
  const float wide = std::min(428.0f, place.w * 0.32f);
  const Rect undo{place.right() - 24 - wide, middle - 68, wide, 136};
  draw_undo_button(canvas, said.undo, undo);
  const float room = undo.x - 24 - left;
  canvas.text_in({left, middle - 68, room, 64}, said.title,
                 {.size = 48, .weight = FontWeight::semibold, .colour = palette.ink, .least = 28});
  canvas.text_in({left, middle, room, 72}, said.sent, {.size = 28, .colour = palette.second, .lines = 2});
}

void draw_others(Canvas& canvas, const ScannerHomeView& view, Rect place) {
  canvas.text(place.x, place.y + 30, place.w, view.others_title, {.size = 22, .colour = canvas.palette().second});
  const int most = std::max(static_cast<int>((place.w + gap) / (least_other_width + gap)), 1);
  const int count = std::min(static_cast<int>(view.others.size()), most);
  const float wide = (place.w - gap * static_cast<float>(count - 1)) / static_cast<float>(count);
  const float name = name_size_for(canvas, view.others, wide);
  for (int i = 0; i < count; ++i) {
    draw_tile(canvas, view.others[static_cast<std::size_t>(i)],
              {place.x + static_cast<float>(i) * (wide + gap), place.y + others_title_height, wide, other_height},
              name);
  }
}

void draw_today(Canvas& canvas, const ScannerHomeView& view, Rect place) {
  const Palette& palette = canvas.palette();
  draw_card(canvas, place);
  const float left = place.x + padding, right = place.right() - padding;
  const float done = canvas.text(right, place.y + 42, (right - left) * 0.6f, view.exams_done,
                                 {.size = 22, .colour = palette.second, .align = Align::right});
  canvas.text(left, place.y + 42, right - left - done - 16, view.today, {.size = 22, .colour = palette.second});
  const float strip_top = place.y + 66, strip_bottom = place.bottom() - 68;
  draw_strip(canvas, view.strip, {left, strip_top, right - left, strip_bottom - strip_top}, false);
  draw_hour_axis(canvas, view.strip, view.grid_labels, left, place.bottom() - 24, right - left);
}

void draw_actions(Canvas& canvas, const ScannerHomeView& view, Rect place, int columns) {
  canvas.text(place.x, place.y + 22, place.w, view.last_touch, {.size = 22, .colour = canvas.palette().second});
  const float top = place.y + 40;
  const int count = static_cast<int>(view.actions.size());
  if (count == 0) return;
  const int rows = (count + columns - 1) / columns;
  const Grid cells{.place = {place.x, top, place.w, place.bottom() - top}, .columns = columns, .rows = rows};
  for (int i = 0; i < count; ++i) {
    draw_wide_button(canvas, view.actions[static_cast<std::size_t>(i)], cells.cell(i));
  }
}

}  // namespace

void draw_home(Canvas& canvas, const ScannerHomeView& view, const std::string& kept) {
  const Places places = places_of(canvas, view, kept);
  draw_state_card(canvas, view, kept, places.state);
  const bool has_today = places.today.h > 0;
  if (view.said) {
    draw_said(canvas, *view.said, has_today ? places.today : places.others);
  } else if (has_today) {
    draw_today(canvas, view, places.today);
  }
  if (places.others.h > 0 && (has_today || !view.said)) draw_others(canvas, view, places.others);
  draw_actions(canvas, view, places.actions, places.action_columns);
}

}  // namespace isocenter::kiosk
