#pragma once

/// What all screens share, in design units.
namespace isocenter::kiosk {

inline constexpr float margin = 32;   ///< around a screen
inline constexpr float gap = 16;      ///< between what belongs side by side
inline constexpr float padding = 24;  ///< within a card
inline constexpr float corner = 12;   ///< of a card
inline constexpr float foot = 136;    ///< the row of buttons at the bottom of a page

}  // namespace isocenter::kiosk
