#include "agent/dicom/sop_uid.hpp"

#include <algorithm>

#include "shared/core/random.hpp"

namespace isocenter::agent {

std::string uid_from_uuid(const std::array<std::uint8_t, 16>& uuid) {
  auto rest = uuid;
  std::string digits;
  const auto is_zero = [&rest] { return std::all_of(rest.begin(), rest.end(), [](auto byte) { return byte == 0; }); };
  do {  // long division by ten, byte by byte
    unsigned remainder = 0;
    for (std::uint8_t& byte : rest) {
      const unsigned dividend = remainder << 8 | byte;
      byte = static_cast<std::uint8_t>(dividend / 10);
      remainder = dividend % 10;
    }
    digits += static_cast<char>('0' + remainder);
  } while (!is_zero());
  std::reverse(digits.begin(), digits.end());
  return "2.25." + digits;
}

std::string make_uid() {
  std::array<std::uint8_t, 16> uuid = random_128_bits();
  uuid[6] = static_cast<std::uint8_t>((uuid[6] & 0x0f) | 0x40);
  uuid[8] = static_cast<std::uint8_t>((uuid[8] & 0x3f) | 0x80);
  return uid_from_uuid(uuid);
}

}  // namespace isocenter::agent
