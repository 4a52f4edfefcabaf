#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isocenter::contract {

/// Hands each row of a CSV text (RFC 4180) to `take`, with the line on which it ends, counted from 1. Empty lines are
/// left out. Where a quote stands in the wrong place: the line on which that row begins; `take` then had those before.
std::optional<std::size_t> each_csv_row(std::string_view csv,
                                        const std::function<void(std::size_t line, std::vector<std::string>)>& take);

}  // namespace isocenter::contract
