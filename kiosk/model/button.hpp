#pragma once

#include <string>
#include <vector>

#include "shared/core/equipment_state.hpp"

namespace isocenter::kiosk {

/// What stands before a button's words: one of the eight state shapes or a line icon (kiosk/screen draws them).
enum class Icon {
  none,
  state_ready,
  state_down,
  state_limited,
  state_quality_control,
  state_planned_down,
  enter,
  leave,
  back,
  table,
  coil,
  image,
  cooling,
  console,
  network,
  room,
  other,
  clock,
  people,
  talk,
  rest,
  clean,
  way,
  ear,
  text_size,
  contrast,
  globe,
  tick
};

/// How loud a button is.
enum class Weight {
  plain,
  next,  ///< the next likely touch: accent border
  done,  ///< already said: no fill, second ink
  on     ///< chosen, e.g. the language in use
};

/// Something that can be touched. The order of a screen's buttons is its focus order.
struct Button {
  std::string id{};      ///< what `touch` is called with; stable, never shown
  std::string label{};   ///< in the screen's language
  std::string note{};    ///< small, beside or below the label; may be empty
  std::string spoken{};  ///< what speech says for it, a whole sentence
  Icon icon = Icon::none;
  Weight weight = Weight::plain;
  bool operator==(const Button&) const = default;
};

}  // namespace isocenter::kiosk
