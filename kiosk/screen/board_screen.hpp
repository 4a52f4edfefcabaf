#pragma once

#include "kiosk/model/board.hpp"
#include "kiosk/widget/canvas.hpp"

namespace isocenter::kiosk {

/// How many tiles a panel has room for; more go to further pages.
std::size_t board_capacity(PanelPixels panel);

void draw_board(Canvas& canvas, const BoardView& view);

}  // namespace isocenter::kiosk
