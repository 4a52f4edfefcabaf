#pragma once

#include <optional>
#include <string_view>

#include "collector/contract/contract.hpp"

namespace isocenter::statement {

/// "2026-10-01", a day that exists; nothing for any other text.
std::optional<contract::LocalDate> parse_day(std::string_view text);

/// "305.75" or "305", of at most twelve digits before the point; nothing for any other text.
std::optional<contract::Hundredths> parse_money(std::string_view text);

}  // namespace isocenter::statement
