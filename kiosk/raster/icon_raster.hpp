#pragma once

#include <string_view>

#include "kiosk/raster/bitmap.hpp"

namespace isocenter::kiosk {

/// The icon kiosk/raster/icons/{name}.svg, compiled in, in a square of `size_px`. Icons are white; alpha is what
/// counts. An unknown name is a defect of ours and ends the program.
Bitmap draw_icon(std::string_view name, int size_px);

}  // namespace isocenter::kiosk
