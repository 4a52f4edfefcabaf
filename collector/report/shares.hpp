#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace isocenter::report {

/// `parts` as shares of their sum in units of 1/`whole`, rounded by largest remainder so that they add up to `whole`
/// exactly; ties go to the earlier. All zero where the sum is. Parts are not negative; sum x whole fits in 127 bits.
std::vector<std::int64_t> shares_of(std::span<const std::int64_t> parts, std::int64_t whole);

}  // namespace isocenter::report
