#pragma once

#include <string>
#include <string_view>

namespace isocenter::kiosk {

/// `text` with every word at least 60 % longer and its letters accented; places in braces stay as they are.
std::string pseudo(std::string_view text);

}  // namespace isocenter::kiosk
