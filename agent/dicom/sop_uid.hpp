#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace isocenter::agent {

/// "2.25." and the UUID as one decimal number (PS3.5, B.2).
std::string uid_from_uuid(const std::array<std::uint8_t, 16>& uuid);

/// A new UID from a random (version 4) UUID.
std::string make_uid();

}  // namespace isocenter::agent
