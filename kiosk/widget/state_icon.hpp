#pragma once

#include <string_view>

#include "kiosk/model/button.hpp"
#include "kiosk/widget/canvas.hpp"

namespace isocenter::kiosk {

/// The file below kiosk/raster/icons; empty for Icon::none.
std::string_view icon_name(Icon icon);
std::string_view icon_name(EquipmentState state);

/// The state's shape in its colour; that of `down` with its bar in `bar`.
void draw_state(Canvas& canvas, EquipmentState state, float x, float y, float size, Colour colour, Colour bar);
/// The same in the palette's own colours.
void draw_state(Canvas& canvas, EquipmentState state, float x, float y, float size);

/// A button's icon: shapes of states in their colours, lines in `ink`.
void draw_button_icon(Canvas& canvas, Icon icon, float x, float y, float size, Colour ink);

}  // namespace isocenter::kiosk
