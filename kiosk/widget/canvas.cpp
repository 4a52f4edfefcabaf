#include "kiosk/widget/canvas.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace isocenter::kiosk {
namespace {

constexpr float shorter_side = 1080;
constexpr float display_from = 72;

ImU32 packed(Colour colour) { return IM_COL32(colour.red, colour.green, colour.blue, colour.alpha); }

}  // namespace

struct Canvas::Fitted {
  TextRequest request{};
  TextExtent extent{};
};

Canvas::Canvas(ImDrawList& list, const TextRaster& raster, Masks& masks, PanelPixels panel, const Palette& palette,
               std::string language)
    : list_{list},
      raster_{raster},
      masks_{masks},
      palette_{palette},
      language_{std::move(language)},
      scale_{static_cast<float>(std::min(panel.width, panel.height)) / shorter_side},
      width_{static_cast<float>(panel.width) / scale_},
      height_{static_cast<float>(panel.height) / scale_} {
  fill({0, 0, width_, height_}, palette.ground);
}

void Canvas::fill(Rect place, Colour colour, float radius) {
  list_.AddRectFilled({px(place.x), px(place.y)}, {px(place.right()), px(place.bottom())}, packed(colour), px(radius));
}

void Canvas::fill_left(Rect place, float wide, Colour colour, float radius) {
  list_.PushClipRect({px(place.x), px(place.y)}, {px(place.x + wide), px(place.bottom())}, true);
  fill(place, colour, radius);
  list_.PopClipRect();
}

void Canvas::outline(Rect place, Colour colour, float thickness, float radius) {
  const float half = thickness / 2;
  list_.AddRect({px(place.x + half), px(place.y + half)}, {px(place.right() - half), px(place.bottom() - half)},
                packed(colour), px(radius), 0, px(thickness));
}

void Canvas::line(float x1, float y1, float x2, float y2, Colour colour, float thickness) {
  list_.AddLine({px(x1), px(y1)}, {px(x2), px(y2)}, packed(colour), px(thickness));
}

void Canvas::dashed_line(float x1, float y1, float x2, float y2, Colour colour, float thickness, float dash,
                         float gap) {
  const float length = std::hypot(x2 - x1, y2 - y1);
  if (length <= 0) return;
  const float dx = (x2 - x1) / length, dy = (y2 - y1) / length;
  for (float at = 0; at < length; at += dash + gap) {
    const float end = std::min(at + dash, length);
    line(x1 + dx * at, y1 + dy * at, x1 + dx * end, y1 + dy * end, colour, thickness);
  }
}

void Canvas::dashed_outline(Rect place, Colour colour, float thickness, float radius, float dash, float gap) {
  const Rect r = place.inset(thickness / 2);
  dashed_line(r.x + radius, r.y, r.right() - radius, r.y, colour, thickness, dash, gap);
  dashed_line(r.right(), r.y + radius, r.right(), r.bottom() - radius, colour, thickness, dash, gap);
  dashed_line(r.right() - radius, r.bottom(), r.x + radius, r.bottom(), colour, thickness, dash, gap);
  dashed_line(r.x, r.bottom() - radius, r.x, r.y + radius, colour, thickness, dash, gap);
  constexpr float pi = std::numbers::pi_v<float>;
  const auto corner = [&](float x, float y, float from) {
    list_.PathArcTo({px(x), px(y)}, px(radius), from, from + pi / 2, 8);
    list_.PathStroke(packed(colour), 0, px(thickness));
  };
  if (radius <= 0) return;
  corner(r.x + radius, r.y + radius, pi);
  corner(r.right() - radius, r.y + radius, 1.5f * pi);
  corner(r.right() - radius, r.bottom() - radius, 0);
  corner(r.x + radius, r.bottom() - radius, pi / 2);
}

void Canvas::hatch(Rect place, Colour colour, float step, float thickness) {
  list_.PushClipRect({px(place.x), px(place.y)}, {px(place.right()), px(place.bottom())}, true);
  for (float at = place.x - place.h; at < place.right(); at += step) {
    line(at, place.bottom(), at + place.h, place.y, colour, thickness);
  }
  list_.PopClipRect();
}

void Canvas::disc(float x, float y, float radius, Colour colour) {
  list_.AddCircleFilled({px(x), px(y)}, px(radius), packed(colour), 96);
}

void Canvas::ring(float x, float y, float radius, Colour colour, float thickness) {
  list_.AddCircle({px(x), px(y)}, px(radius), packed(colour), 96, px(thickness));
}

void Canvas::pointer_up(float x, float top, float size, Colour colour) {
  const float half = size / 2;
  list_.AddTriangleFilled({px(x), px(top)}, {px(x + half), px(top + size * 0.86f)},
                          {px(x - half), px(top + size * 0.86f)}, packed(colour));
}

void Canvas::icon(std::string_view name, float x, float y, float size, Colour colour) {
  const int size_px = std::max(static_cast<int>(std::lround(px(size))), 1);
  const Masks::Mask mask = masks_.icon(name, size_px);
  const ImVec2 from{std::round(px(x)), std::round(px(y))};
  list_.AddImage(mask.texture, from,
                 {from.x + static_cast<float>(mask.width), from.y + static_cast<float>(mask.height)}, {0, 0}, {1, 1},
                 packed(colour));
  icons_.push_back({std::string{name}, {x, y, size, size}});
}

Canvas::Fitted Canvas::fit(std::string_view text, float room, float tall, const TextStyle& style) const {
  const auto size_px = [&](float size) { return std::max(static_cast<int>(std::lround(px(size))), 1); };
  Fitted fitted;
  fitted.request = {.text = std::string{text},
                    .size_px = size_px(style.size),
                    .weight = style.weight,
                    .is_display = style.size >= display_from,
                    .language = language_};
  fitted.extent = raster_.measure(fitted.request);
  const int room_px = std::max(static_cast<int>(px(room)), 1);
  if (fitted.extent.width <= room_px) return fitted;
  const int full_px = fitted.request.size_px, least_px = std::min(size_px(style.least), full_px);
  const int guess = full_px * room_px / std::max(fitted.extent.width, 1);
  for (fitted.request.size_px = std::max(guess, least_px);; --fitted.request.size_px) {
    fitted.extent = raster_.measure(fitted.request);
    if (fitted.extent.width <= room_px || fitted.request.size_px <= least_px) break;
  }
  const bool fits = fitted.extent.width <= room_px;
  Fitted broken = fitted;
  broken.request.size_px = full_px;
  if (break_lines(broken, room, tall, style, fits ? fitted.request.size_px + 1 : least_px) || !fits) return broken;
  return fitted;
}

/// The largest size at which its lines have room; false, and cut at the least size, where none has.
bool Canvas::break_lines(Fitted& fitted, float room, float tall, const TextStyle& style, int least_px) const {
  const int tall_px = static_cast<int>(px(tall)), full_px = fitted.request.size_px;
  fitted.request.width_px = std::max(static_cast<int>(px(room)), 1);
  fitted.request.most_lines = style.lines;
  fitted.request.centred = style.align == Align::centre;
  for (int size = style.lines > 1 ? full_px : least_px; size >= least_px; --size) {
    fitted.request.size_px = size;
    fitted.extent = raster_.measure(fitted.request);
    if (!fitted.extent.is_cut && fitted.extent.height <= tall_px) return true;
  }
  return false;
}

void Canvas::place_text(float left, float top, float room, const Fitted& fitted, Colour colour) {
  const Masks::Mask mask = masks_.text(fitted.request);
  const ImVec2 from{std::round(px(left)), std::round(px(top))};
  if (mask.texture != nullptr) {
    list_.AddImage(mask.texture, from,
                   {from.x + static_cast<float>(mask.width), from.y + static_cast<float>(mask.height)}, {0, 0}, {1, 1},
                   packed(colour));
  }
  texts_.push_back({.text = fitted.request.text,
                    .place = {left, top + static_cast<float>(fitted.extent.ink_top) / scale_,
                              static_cast<float>(fitted.extent.width) / scale_,
                              static_cast<float>(fitted.extent.ink_height) / scale_},
                    .room = room,
                    .is_cut = fitted.extent.is_cut});
}

float Canvas::text(float x, float baseline, float room, std::string_view text, const TextStyle& style) {
  if (text.empty()) return 0;
  const Fitted fitted = fit(text, room, 1e6f, style);
  const float wide = static_cast<float>(fitted.extent.width) / scale_;
  const float left = style.align == Align::left ? x : style.align == Align::right ? x - wide : x - wide / 2;
  place_text(left, baseline - static_cast<float>(fitted.extent.baseline) / scale_, room, fitted, style.colour);
  return wide;
}

float Canvas::text_in(Rect place, std::string_view text, const TextStyle& style) {
  if (text.empty()) return 0;
  const Fitted fitted = fit(text, place.w, place.h, style);
  const float wide = static_cast<float>(fitted.extent.width) / scale_;
  const float tall = static_cast<float>(fitted.extent.height) / scale_;
  const float left = style.align == Align::left    ? place.x
                     : style.align == Align::right ? place.right() - wide
                                                   : place.x + (place.w - wide) / 2;
  place_text(left, place.y + (place.h - tall) / 2, place.w, fitted, style.colour);
  return wide;
}

float Canvas::width_of(std::string_view text, const TextStyle& style) const {
  if (text.empty()) return 0;
  return static_cast<float>(fit(text, 1e6f, 1e6f, style).extent.width) / scale_;
}

void Canvas::target(std::string_view id, Rect place) { targets_.push_back({std::string{id}, place}); }

}  // namespace isocenter::kiosk
