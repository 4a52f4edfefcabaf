#pragma once

#include <string>

#include "kiosk/widget/canvas.hpp"

namespace isocenter::kiosk {

struct TopLine {
  std::string title{}, date{}, clock{}, not_confirmed{}, page{};
};

/// Site and date at the left, the clock at the right, and between them that nothing is confirmed, where it is so.
void draw_top_line(Canvas& canvas, const TopLine& line);

/// A dashed pill with words: what is shown is not known to hold now. Its right edge at `right`; returns its width.
float draw_not_confirmed(Canvas& canvas, const std::string& text, float right, float y, float room);

}  // namespace isocenter::kiosk
