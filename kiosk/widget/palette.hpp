#pragma once

#include <cstdint>

#include "shared/core/equipment_state.hpp"

/// The colours of every screen, one table per ground. Chosen so that any two states stay apart in normal sight and in
/// protanopia, deuteranopia and tritanopia, and that words reach 4.5:1 where they stand.
namespace isocenter::kiosk {

struct Colour {
  std::uint8_t red = 0, green = 0, blue = 0, alpha = 255;
  constexpr bool operator==(const Colour&) const = default;
};

/// 0xrrggbb.
constexpr Colour rgb(std::uint32_t hex) {
  return {static_cast<std::uint8_t>(hex >> 16), static_cast<std::uint8_t>(hex >> 8), static_cast<std::uint8_t>(hex)};
}

/// `share` of the colour's own opacity, 0 … 1.
constexpr Colour faded(Colour colour, double share) {
  colour.alpha = static_cast<std::uint8_t>(colour.alpha * share + 0.5);
  return colour;
}

struct Palette {
  Colour ground, tile, raised, line, ink, second, third, accent;
  Colour field;          ///< of a room that is down; white text
  Colour field_limited;  ///< limited at 22 % on the tile
  Colour in_use, ready, limited, quality_control, planned_down, down, closed, unknown;

  constexpr Colour of(EquipmentState state) const {
    switch (state) {
      case EquipmentState::in_use: return in_use;
      case EquipmentState::ready: return ready;
      case EquipmentState::limited: return limited;
      case EquipmentState::quality_control: return quality_control;
      case EquipmentState::planned_down: return planned_down;
      case EquipmentState::down: return down;
      case EquipmentState::closed: return closed;
      case EquipmentState::unknown: return unknown;
    }
    return unknown;
  }
};

inline constexpr Colour white = rgb(0xffffff);

/// Board and scanner.
inline constexpr Palette dark{.ground = rgb(0x0b0e13),
                              .tile = rgb(0x161b24),
                              .raised = rgb(0x202735),
                              .line = rgb(0x2c3547),
                              .ink = rgb(0xf4f6f9),
                              .second = rgb(0xb6bfcd),
                              .third = rgb(0x8a95a7),
                              .accent = rgb(0x7cc4ff),
                              .field = rgb(0xc92a2a),
                              .field_limited = rgb(0x46381f),
                              .in_use = rgb(0x2282ff),
                              .ready = rgb(0x70f79d),
                              .limited = rgb(0xf29e0d),
                              .quality_control = rgb(0xeda7ff),
                              .planned_down = rgb(0xa7abb1),
                              .down = rgb(0xed4343),
                              .closed = rgb(0x5c6788),
                              .unknown = rgb(0xf4f6f9)};

/// Feedback.
inline constexpr Palette light{.ground = rgb(0xf4f6f9),
                               .tile = rgb(0xffffff),
                               .raised = rgb(0xeef1f5),
                               .line = rgb(0xd5dbe4),
                               .ink = rgb(0x191c20),
                               .second = rgb(0x444d5b),
                               .third = rgb(0x656f7f),
                               .accent = rgb(0x0049d1),
                               .field = rgb(0xac1916),
                               .field_limited = rgb(0xf4e0c7),
                               .in_use = rgb(0x004cff),
                               .ready = rgb(0x148061),
                               .limited = rgb(0xcf7201),
                               .quality_control = rgb(0x9d41c6),
                               .planned_down = rgb(0x47506c),
                               .down = rgb(0xac1916),
                               .closed = rgb(0x98a4bd),
                               .unknown = rgb(0x191c20)};

}  // namespace isocenter::kiosk
