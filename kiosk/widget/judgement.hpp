#pragma once

#include <string>

#include "kiosk/widget/canvas.hpp"

namespace isocenter::kiosk {

/// Late or overdue: a solid amber pill with a clock and dark text, its words of `size` on `baseline`. Returns its
/// width.
float draw_judgement(Canvas& canvas, const std::string& text, float left, float baseline, float size = 22);

float judgement_width(const Canvas& canvas, const std::string& text, float size = 22);

}  // namespace isocenter::kiosk
