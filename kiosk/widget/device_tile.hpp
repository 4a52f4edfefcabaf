#pragma once

#include "kiosk/model/board.hpp"
#include "kiosk/widget/canvas.hpp"

namespace isocenter::kiosk {

inline constexpr float tile_padding = 24;
inline constexpr float tile_corner = 12;

/// How wide the name may be on a tile of `width`.
float name_room(const Canvas& canvas, const Tile& tile, float width);

/// A room on the board. All names of a board have one size.
void draw_tile(Canvas& canvas, const Tile& tile, Rect place, float name_size);

}  // namespace isocenter::kiosk
