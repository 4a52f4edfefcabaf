#include "shared/core/random.hpp"

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace isocenter {

std::array<std::uint8_t, 16> random_128_bits() {
  std::array<std::uint8_t, 16> bits{};
  if (::getentropy(bits.data(), bits.size()) != 0) {
    throw std::system_error{errno, std::generic_category(), "the kernel has no random numbers (getentropy)"};
  }
  return bits;
}

}  // namespace isocenter
