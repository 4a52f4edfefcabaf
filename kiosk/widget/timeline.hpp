#pragma once

#include <string>
#include <vector>

#include "kiosk/model/strip.hpp"
#include "kiosk/widget/canvas.hpp"

namespace isocenter::kiosk {

/// Where an instant lies on a strip drawn from `x` over `w`; clamped to it.
float strip_x(const Strip& strip, Instant instant, float x, float w);

/// A room's hours: each state by height and texture as well as by colour, the hour grid, and now. Where the ground is
/// coloured an inset of the tile's own colour lies below (`on_colour`), so that the blocks stand on what they always
/// do.
void draw_strip(Canvas& canvas, const Strip& strip, Rect place, bool on_colour);

/// Hour labels below the strips of one column, with a pointer at now.
void draw_hour_axis(Canvas& canvas, const Strip& strip, const std::vector<std::string>& labels, float x, float baseline,
                    float w);

}  // namespace isocenter::kiosk
