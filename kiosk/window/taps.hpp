#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/widget/canvas.hpp"
#include "kiosk/window/pointer_event.hpp"

namespace isocenter::kiosk {

/// Presses and releases -> what was touched. Pure. The act is on release inside what was pressed, so that a finger can
/// slide away from what it did not mean.
class Taps {
 public:
  /// `targets` as they were last drawn, `scale` pixels per design unit. The id that was touched, if any.
  std::optional<std::string> feed(const PointerEvent& event, const std::vector<Target>& targets, float scale);
  /// What a finger rests on; empty where on nothing.
  const std::string& pressed() const { return pressed_; }

 private:
  std::string pressed_;
};

}  // namespace isocenter::kiosk
