#pragma once

#include "kiosk/model/fault_life.hpp"
#include "kiosk/widget/canvas.hpp"

namespace isocenter::kiosk {

/// How tall the row of a fault's life is where it may be `wide`.
float fault_row_height(const Canvas& canvas, const FaultLifeView& fault, float wide);

/// The fault, where it stands, and its steps: a quiet inset in the card of its room. `place` is as tall as asked for.
void draw_fault_row(Canvas& canvas, const FaultLifeView& fault, Rect place);

}  // namespace isocenter::kiosk
