#pragma once

#include <string>

#include "kiosk/model/board.hpp"
#include "kiosk/model/feedback.hpp"
#include "kiosk/model/scanner.hpp"
#include "kiosk/widget/canvas.hpp"

/// The text twin of a screen: what it says, in words and without pixels, as one JSON object; docs/kiosk.md names its
/// members. For people who cannot see the screen, for whoever looks after kiosks from afar, and for what touches them.
namespace isocenter::kiosk {

/// `view` as it was drawn on `canvas`: every text in the order of drawing, and where each button lies, in pixels of the
/// window.
std::string text_twin(const BoardView& view, const Canvas& canvas, const std::string& language);
std::string text_twin(const ScannerView& view, const Canvas& canvas, const std::string& language);
std::string text_twin(const FeedbackView& view, const Canvas& canvas, const std::string& language);

}  // namespace isocenter::kiosk
