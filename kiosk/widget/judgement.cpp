#include "kiosk/widget/judgement.hpp"

namespace isocenter::kiosk {
namespace {

TextStyle style_of(const Palette& palette, float size) {
  return {.size = size, .weight = FontWeight::medium, .colour = palette.ground};
}

constexpr float before = 44, after = 16;  // at size 22

}  // namespace

float judgement_width(const Canvas& canvas, const std::string& text, float size) {
  return canvas.width_of(text, style_of(canvas.palette(), size)) + (before + after) * size / 22;
}

float draw_judgement(Canvas& canvas, const std::string& text, float left, float baseline, float size) {
  const Palette& palette = canvas.palette();
  const float unit = size / 22, wide = judgement_width(canvas, text, size);
  canvas.fill({left, baseline - 24 * unit, wide, 32 * unit}, palette.limited, 16 * unit);
  canvas.icon("clock", left + 10 * unit, baseline - 19 * unit, size, palette.ground);
  canvas.text(left + before * unit, baseline, wide, text, style_of(palette, size));
  return wide;
}

}  // namespace isocenter::kiosk
