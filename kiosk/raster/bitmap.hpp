#pragma once

#include <cstdint>
#include <vector>

namespace isocenter::kiosk {

/// Coverage of a drawn text or icon, a byte per pixel, row by row from the top; it is tinted where it is shown.
struct Bitmap {
  int width = 0;   ///< pixels
  int height = 0;  ///< pixels
  std::vector<std::uint8_t> coverage{};
};

}  // namespace isocenter::kiosk
