#pragma once

#include "kiosk/model/scanner.hpp"
#include "kiosk/widget/canvas.hpp"

/// What lies below the scanner's top line, a function per page. `kept` is said where nothing can be sent.
namespace isocenter::kiosk {

void draw_home(Canvas& canvas, const ScannerHomeView& view, const std::string& kept);
void draw_fault_choice(Canvas& canvas, const FaultChoiceView& view);
void draw_planned(Canvas& canvas, const PlannedView& view);
void draw_sent(Canvas& canvas, const SentView& view, const std::string& kept);

}  // namespace isocenter::kiosk
