#include "kiosk/widget/device_tile.hpp"

#include <algorithm>

#include "kiosk/widget/judgement.hpp"
#include "kiosk/widget/state_icon.hpp"
#include "kiosk/widget/timeline.hpp"

namespace isocenter::kiosk {
namespace {

constexpr float shape_size = 56;
constexpr float strip_height = 22;
constexpr float stripe_width = 8;
constexpr float most_figure = 0.6f;  ///< of the width beside the shape
constexpr float tall = 178;          ///< tiles below this stand closer

/// Where the lines of a tile stand, from its top.
struct Lines {
  float name, word, note, strip, progress;
};

Lines lines_of(float height) {
  if (height < tall) return {54, 86, 112, height - 43, 101};
  return {59, 94, 123, height - tile_padding - strip_height, 109};
}

struct Inks {
  Colour name, word, quiet;
};

Inks inks_of(const Palette& palette, const Tile& tile) {
  const Colour dim = faded(palette.ink, 0.6);
  switch (tile.state) {
    case EquipmentState::down: return {white, white, white};
    case EquipmentState::closed: return {dim, palette.second, palette.second};
    default: break;
  }
  if (!tile.confirmed) return {palette.second, palette.second, palette.second};
  if (tile.state == EquipmentState::in_use) return {palette.ink, palette.second, palette.second};
  if (tile.state == EquipmentState::ready) return {palette.ink, palette.ready, palette.second};
  return {palette.ink, palette.ink, tile.state == EquipmentState::limited ? palette.ink : palette.second};
}

void draw_ground(Canvas& canvas, const Tile& tile, Rect r) {
  const Palette& palette = canvas.palette();
  const Colour colour = palette.of(tile.state);
  if (tile.state == EquipmentState::unknown) {
    return canvas.dashed_outline(r.inset(1), colour, 2, tile_corner, 10, 8);
  }
  if (tile.state == EquipmentState::down) return canvas.fill(r, palette.field, tile_corner);
  const Colour ground = tile.state == EquipmentState::limited ? palette.field_limited : palette.tile;
  canvas.fill(r, ground, tile_corner);
  if (tile.state == EquipmentState::planned_down) canvas.hatch(r.inset(2), faded(colour, 0.12), 22, 6);
  if (tile.state != EquipmentState::limited) canvas.outline(r, palette.raised, 1, tile_corner);
  if (tile.confirmed) return canvas.fill_left(r, stripe_width, colour, tile_corner);
  const float middle = r.x + stripe_width / 2;
  canvas.dashed_line(middle, r.y + tile_corner, middle, r.bottom() - tile_corner, colour, stripe_width, 14, 10);
}

void draw_progress(Canvas& canvas, const Tile::Progress& progress, Rect bar) {
  const Palette& palette = canvas.palette();
  const auto at = [&](double share) { return bar.x + static_cast<float>(std::clamp(share, 0.0, 1.0)) * bar.w; };
  const float radius = bar.h / 2;
  canvas.fill(bar, palette.line, radius);
  canvas.fill({bar.x, bar.y, std::max(at(progress.done) - bar.x, bar.h), bar.h},
              progress.late ? palette.limited : palette.in_use, radius);
  if (progress.late) canvas.fill({bar.x, bar.y, at(progress.p90) - bar.x, bar.h}, palette.in_use, radius);
  for (const double usual : {progress.p50, progress.p90}) {
    canvas.line(at(usual), bar.y - 4, at(usual), bar.bottom() + 4, palette.second, 2);
  }
}

TextStyle figure_style(const Tile& tile, Colour colour) {
  return {.size = tile.figure_is_since ? 28.0f : 48.0f,
          .weight = tile.state == EquipmentState::down ? FontWeight::semibold : FontWeight::regular,
          .colour = colour,
          .align = Align::right};
}

/// The state's word, and at its right the judgement or what is usual: whole where both have room, else in short, else
/// the word alone. Returns what of the word had no room and goes before the note.
std::string draw_word_line(Canvas& canvas, const Tile& tile, const Inks& inks, float left, float right,
                           float baseline) {
  constexpr float between = 12;
  const TextStyle word{.size = 28, .weight = FontWeight::medium, .colour = inks.word};
  const TextStyle usual{.size = 22, .colour = inks.quiet, .align = Align::right};
  const bool is_pill = !tile.pill.empty();
  const auto beside = [&](bool is_short) -> const std::string& {
    if (is_pill) return is_short ? tile.short_pill : tile.pill;
    return is_short ? tile.short_usual : tile.usual;
  };
  const auto width_beside = [&](const std::string& text) {
    if (text.empty()) return 0.0f;
    return between + (is_pill ? judgement_width(canvas, text) : canvas.width_of(text, usual));
  };
  const auto least_width = [&](const std::string& text) { return canvas.width_of(text, word) * 22 / 28 + 1; };
  const float room = right - left;
  const std::string* chosen = &beside(false);
  if (least_width(tile.word) + width_beside(*chosen) > room) chosen = &beside(true);
  static const std::string nothing;
  if (least_width(tile.word) + width_beside(*chosen) > room && !is_pill) chosen = &nothing;
  const bool is_whole = least_width(tile.word) + width_beside(*chosen) <= room || tile.reason.empty();
  float wide = 0;
  if (!chosen->empty()) {
    wide = between + (is_pill ? draw_judgement(canvas, *chosen, right - judgement_width(canvas, *chosen), baseline)
                              : canvas.text(right, baseline, room, *chosen, usual));
  }
  canvas.text(left, baseline, room - wide, is_whole ? tile.word : tile.short_word, word);
  return is_whole ? std::string{} : tile.reason;
}

/// How wide the name may be on a tile of `width`.
float name_room(const Canvas& canvas, const Tile& tile, float width) {
  const float whole = width - 2 * tile_padding - shape_size - 20;
  if (tile.figure.empty()) return whole;
  return whole - std::min(canvas.width_of(tile.figure, figure_style(tile, {})), whole * most_figure) - 16;
}

}  // namespace

float name_size_for(const Canvas& canvas, const std::vector<Tile>& tiles, float tile_width) {
  for (const float size : {48.0f, 42.0f, 36.0f, 30.0f}) {
    const TextStyle style{.size = size, .weight = FontWeight::semibold};
    const bool all_fit = std::all_of(tiles.begin(), tiles.end(), [&](const Tile& tile) {
      return canvas.width_of(tile.name, style) <= name_room(canvas, tile, tile_width);
    });
    if (all_fit) return size;
  }
  return 30;
}

void draw_tile(Canvas& canvas, const Tile& tile, Rect place, float name_size) {
  const Palette& palette = canvas.palette();
  const bool is_down = tile.state == EquipmentState::down;
  const Inks inks = inks_of(palette, tile);
  const Lines lines = lines_of(place.h);
  const float left = place.x + tile_padding + shape_size + 20, right = place.right() - tile_padding;
  draw_ground(canvas, tile, place);
  draw_state(canvas, tile.state, place.x + tile_padding, place.y + lines.name - 31, shape_size,
             is_down ? white : palette.of(tile.state), palette.field);

  float figure_width = 0;
  if (!tile.figure.empty()) {
    figure_width = canvas.text(right, place.y + lines.name, (right - left) * most_figure, tile.figure,
                               figure_style(tile, inks.name)) +
                   16;
  }
  canvas.text(left, place.y + lines.name, right - left - figure_width, tile.name,
              {.size = name_size, .weight = FontWeight::semibold, .colour = inks.name});

  const std::string reason = draw_word_line(canvas, tile, inks, left, right, place.y + lines.word);
  if (tile.progress) {
    draw_progress(canvas, *tile.progress, {left, place.y + lines.progress, right - left, 8});
  } else {
    const TextStyle style{.size = 22, .colour = inks.quiet};
    const bool is_note_short = canvas.width_of(tile.note, style) > right - left;
    const std::string& note = is_note_short ? tile.short_note : tile.note;
    // What is wrong comes before since when.
    const float wide =
        canvas.text(left, place.y + lines.note, right - left, reason.empty() ? note : reason, style) + 16;
    // Codes come second, and only where there is room.
    if (left + wide + canvas.width_of(tile.code, style) <= right) {
      canvas.text(left + wide, place.y + lines.note, right - left - wide, tile.code, style);
    }
  }
  const bool on_colour = is_down || tile.state == EquipmentState::limited || tile.state == EquipmentState::planned_down;
  draw_strip(canvas, tile.strip,
             {place.x + tile_padding, place.y + lines.strip, place.w - 2 * tile_padding, strip_height}, on_colour);
}

}  // namespace isocenter::kiosk
