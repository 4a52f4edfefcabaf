#pragma once

namespace isocenter::kiosk {

/// A press or a release where it happened, in pixels of the framebuffer: sampled at the event, not at the frame.
struct PointerEvent {
  enum class Kind { press, release };
  Kind kind = Kind::press;
  float x = 0, y = 0;
};

}  // namespace isocenter::kiosk
