#include "kiosk/widget/state_icon.hpp"

#include <optional>

namespace isocenter::kiosk {
namespace {

std::optional<EquipmentState> state_of(Icon icon) {
  switch (icon) {
    case Icon::state_ready: return EquipmentState::ready;
    case Icon::state_down: return EquipmentState::down;
    case Icon::state_limited: return EquipmentState::limited;
    case Icon::state_quality_control: return EquipmentState::quality_control;
    case Icon::state_planned_down: return EquipmentState::planned_down;
    default: return std::nullopt;
  }
}

}  // namespace

std::string_view icon_name(Icon icon) {
  switch (icon) {
    case Icon::none: return "";
    case Icon::state_ready: return "state_ready";
    case Icon::state_down: return "state_down";
    case Icon::state_limited: return "state_limited";
    case Icon::state_quality_control: return "state_quality_control";
    case Icon::state_planned_down: return "state_planned_down";
    case Icon::enter: return "enter";
    case Icon::leave: return "leave";
    case Icon::back: return "back";
    case Icon::table: return "table";
    case Icon::coil: return "coil";
    case Icon::image: return "image";
    case Icon::cooling: return "cooling";
    case Icon::console: return "console";
    case Icon::network: return "network";
    case Icon::room: return "room";
    case Icon::other: return "other";
    case Icon::clock: return "clock";
    case Icon::people: return "people";
    case Icon::talk: return "talk";
    case Icon::rest: return "rest";
    case Icon::clean: return "clean";
    case Icon::way: return "way";
    case Icon::ear: return "ear";
    case Icon::text_size: return "size";
    case Icon::contrast: return "contrast";
    case Icon::globe: return "globe";
    case Icon::tick: return "tick";
  }
  return "";
}

std::string_view icon_name(EquipmentState state) {
  switch (state) {
    case EquipmentState::in_use: return "state_in_use";
    case EquipmentState::ready: return "state_ready";
    case EquipmentState::limited: return "state_limited";
    case EquipmentState::quality_control: return "state_quality_control";
    case EquipmentState::planned_down: return "state_planned_down";
    case EquipmentState::down: return "state_down";
    case EquipmentState::closed: return "state_closed";
    case EquipmentState::unknown: return "state_unknown";
  }
  return "";
}

void draw_state(Canvas& canvas, EquipmentState state, float x, float y, float size, Colour colour, Colour bar) {
  canvas.icon(icon_name(state), x, y, size, colour);
  if (state != EquipmentState::down) return;
  const float unit = size / 24;  // the bar is cut out of the octagon
  canvas.fill({x + 6.3f * unit, y + 10.2f * unit, 11.4f * unit, 3.6f * unit}, bar);
}

void draw_state(Canvas& canvas, EquipmentState state, float x, float y, float size) {
  draw_state(canvas, state, x, y, size, canvas.palette().of(state), white);
}

void draw_button_icon(Canvas& canvas, Icon icon, float x, float y, float size, Colour ink) {
  if (const auto state = state_of(icon)) return draw_state(canvas, *state, x, y, size);
  if (icon != Icon::none) canvas.icon(icon_name(icon), x, y, size, ink);
}

}  // namespace isocenter::kiosk
