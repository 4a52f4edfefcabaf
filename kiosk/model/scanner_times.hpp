#pragma once

#include <chrono>

namespace isocenter::kiosk {

inline constexpr std::chrono::seconds undo_for{10};
inline constexpr std::chrono::seconds choice_closes_after{30};
/// The page after a fault; after anything else there is nothing more to say than undo.
inline constexpr std::chrono::seconds fault_closes_after{30};

}  // namespace isocenter::kiosk
