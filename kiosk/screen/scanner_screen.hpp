#pragma once

#include "kiosk/model/scanner.hpp"
#include "kiosk/widget/canvas.hpp"

namespace isocenter::kiosk {

void draw_scanner(Canvas& canvas, const ScannerView& view);

}  // namespace isocenter::kiosk
