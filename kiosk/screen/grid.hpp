#pragma once

#include "kiosk/screen/measures.hpp"
#include "kiosk/widget/canvas.hpp"

namespace isocenter::kiosk {

/// Equal cells in `place`, row by row.
struct Grid {
  Rect place;
  int columns;
  int rows;
  Rect cell(int i) const {
    const float wide = (place.w - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    const float tall = (place.h - gap * static_cast<float>(rows - 1)) / static_cast<float>(rows);
    return {place.x + static_cast<float>(i % columns) * (wide + gap),
            place.y + static_cast<float>(i / columns) * (tall + gap), wide, tall};
  }
};

}  // namespace isocenter::kiosk
