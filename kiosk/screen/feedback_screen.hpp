#pragma once

#include "kiosk/model/feedback.hpp"
#include "kiosk/widget/canvas.hpp"

namespace isocenter::kiosk {

void draw_feedback(Canvas& canvas, const FeedbackView& view);

}  // namespace isocenter::kiosk
