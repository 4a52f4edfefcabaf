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
    const int row = i / columns, column = i % columns;
    return {place.x + static_cast<float>(column) * (wide + gap), place.y + static_cast<float>(row) * (tall + gap), wide,
            tall};
  }
};

}  // namespace isocenter::kiosk
