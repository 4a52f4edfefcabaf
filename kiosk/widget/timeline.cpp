#include "kiosk/widget/timeline.hpp"

#include <algorithm>
#include <cmath>

namespace isocenter::kiosk {
namespace {

constexpr double past = 0.75;         ///< what is over recedes
constexpr float baseline_height = 3;  ///< of `ready` and `closed`
constexpr float least_loss = 3;

void draw_block(Canvas& canvas, const StripBlock& block, Rect r) {
  const Colour colour = canvas.palette().of(block.state);
  const Colour calm = block.running ? colour : faded(colour, past);
  const float low = std::round(r.h * 0.3f);
  const float loss = std::max(r.w, least_loss);
  switch (block.state) {
    case EquipmentState::ready: return canvas.fill({r.x, r.bottom() - baseline_height, r.w, baseline_height}, calm);
    case EquipmentState::closed: return canvas.fill({r.x, r.bottom() - baseline_height, r.w, baseline_height}, colour);
    case EquipmentState::in_use:
    case EquipmentState::quality_control: return canvas.fill({r.x, r.y + low, r.w, r.h - low}, calm);
    case EquipmentState::limited:
      canvas.fill({r.x, r.y, loss, low + 1}, faded(colour, 0.4));
      canvas.hatch({r.x, r.y, loss, low + 1}, colour, 5, 2);
      return canvas.fill({r.x, r.bottom() - baseline_height, loss, baseline_height}, colour);
    case EquipmentState::unknown:
      return canvas.dashed_outline({r.x, r.y + 1, std::max(r.w, 4.0f), r.h - 2}, colour, 2, 0, 5, 4);
    case EquipmentState::planned_down:
      canvas.fill({r.x, r.y, loss, r.h}, faded(colour, 0.22));
      return canvas.hatch({r.x, r.y, loss, r.h}, colour, 7, 2);
    case EquipmentState::down: return canvas.fill({r.x, r.y, loss, r.h}, colour);
  }
}

}  // namespace

float strip_x(const Strip& strip, Instant instant, float x, float w) {
  const auto whole = static_cast<double>(strip.window.length().count());
  const auto at =
      static_cast<double>((std::clamp(instant, strip.window.from, strip.window.to) - strip.window.from).count());
  return whole > 0 ? x + static_cast<float>(at / whole) * w : x;
}

void draw_strip(Canvas& canvas, const Strip& strip, Rect place, bool on_colour) {
  const Palette& palette = canvas.palette();
  if (on_colour) canvas.fill({place.x - 8, place.y - 6, place.w + 16, place.h + 12}, palette.tile, 8);
  const auto at = [&](Instant instant) { return strip_x(strip, instant, place.x, place.w); };
  for (const Instant hour : strip.grid) {
    canvas.line(at(hour), place.y, at(hour), place.bottom(), palette.line, 1);
  }
  for (const StripBlock& block : strip.blocks) {
    const float from = at(block.period.from), to = at(std::min(block.period.to, strip.known));
    if (to - from >= 1) draw_block(canvas, block, {from, place.y, std::max(to - from - 1, 1.5f), place.h});
  }
  const float now = at(strip.now), low = std::round(place.h * 0.3f);
  if (strip.expected_end) {
    const float end = at(*strip.expected_end);
    if (end - now > 3) canvas.outline({now, place.y + low, end - now, place.h - low}, palette.in_use, 1);
  }
  const bool is_known = strip.known >= strip.now;
  if (!is_known) {
    canvas.dashed_line(at(strip.known), place.y - 5, at(strip.known), place.bottom() + 5, palette.ink, 2, 4, 3);
  }
  canvas.line(now, place.y - 5, now, place.bottom() + 5, is_known ? palette.ink : palette.third, 2);
}

void draw_hour_axis(Canvas& canvas, const Strip& strip, const std::vector<std::string>& labels, float x, float baseline,
                    float w) {
  const float now = strip_x(strip, strip.now, x, w);
  canvas.pointer_up(now, baseline - 19, 14, canvas.palette().ink);
  const TextStyle style{.size = 22, .colour = canvas.palette().third, .align = Align::centre};
  for (std::size_t i = 0; i < strip.grid.size() && i < labels.size(); ++i) {
    const float at = strip_x(strip, strip.grid[i], x, w);
    if (labels[i].empty()) continue;
    const float half = canvas.width_of(labels[i], style) / 2;
    const float middle = std::clamp(at, x + half, x + w - half);
    if (std::abs(middle - now) <= half + 10) continue;  // the pointer stands there
    canvas.text(middle, baseline, 80, labels[i], style);
  }
}

}  // namespace isocenter::kiosk
