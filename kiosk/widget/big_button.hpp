#pragma once

#include "kiosk/model/button.hpp"
#include "kiosk/widget/canvas.hpp"

namespace isocenter::kiosk {

/// Icon, words and a small note in one row; a pressed one shows it at once.
void draw_wide_button(Canvas& canvas, const Button& button, Rect place);

/// White, the loudest of a page: its label, and below it the seconds that are left.
void draw_undo_button(Canvas& canvas, const Button& button, Rect place);

/// A pill with words in its middle, as in the row of languages. `selected` colours come from its weight.
void draw_pill_button(Canvas& canvas, const Button& button, Rect place);

/// How wide a pill wants to be.
float pill_width(const Canvas& canvas, const Button& button, float least);

}  // namespace isocenter::kiosk
