#pragma once

#include <array>
#include <cstdint>

namespace isocenter {

/// Bits that nobody can guess and nobody else draws, for an id: an epoch, an instance, a UID. From the kernel.
std::array<std::uint8_t, 16> random_128_bits();

}  // namespace isocenter
