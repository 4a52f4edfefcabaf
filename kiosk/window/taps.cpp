#include "kiosk/window/taps.hpp"

#include <utility>

namespace isocenter::kiosk {
namespace {

std::string target_at(float x, float y, const std::vector<Target>& targets) {
  for (auto target = targets.rbegin(); target != targets.rend(); ++target) {
    if (target->place.contains(x, y)) return target->id;
  }
  return {};
}

}  // namespace

std::optional<std::string> Taps::feed(const PointerEvent& event, const std::vector<Target>& targets, float scale) {
  const std::string at = target_at(event.x / scale, event.y / scale, targets);
  if (event.kind == PointerEvent::Kind::press) {
    pressed_ = at;
    return std::nullopt;
  }
  const std::string pressed = std::exchange(pressed_, {});
  if (pressed.empty() || pressed != at) return std::nullopt;
  return at;
}

}  // namespace isocenter::kiosk
