#pragma once

#include "kiosk/model/tile.hpp"
#include "kiosk/widget/canvas.hpp"

namespace isocenter::kiosk {

inline constexpr float tile_padding = 24;
inline constexpr float tile_corner = 12;

/// One size for the names of all: the largest step at which each has room.
float name_size_for(const Canvas& canvas, const std::vector<Tile>& tiles, float tile_width);

/// A room on the board. All names of a board have one size.
void draw_tile(Canvas& canvas, const Tile& tile, Rect place, float name_size);

}  // namespace isocenter::kiosk
