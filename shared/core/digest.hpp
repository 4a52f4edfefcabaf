#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/core/result.hpp"

namespace isocenter {

/// 16 bytes, written as 32 lower-case hexadecimal characters. `Kind` keeps epochs and digests apart.
template <typename Kind>
struct Hex128 {
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const Hex128&) const = default;
};

struct EpochKind {};
struct DigestKind {};

/// The life of one start of a node: 128 random bits. (node, epoch, seq) names an event for ever.
using Epoch = Hex128<EpochKind>;
/// The state of an epoch's chain after some event: both sides that hold it mean the same past.
using Digest = Hex128<DigestKind>;

std::string to_hex(const std::array<std::uint8_t, 16>& bytes);
Result<std::array<std::uint8_t, 16>> from_hex(std::string_view text);

template <typename Kind>
std::string to_string(const Hex128<Kind>& value) {
  return to_hex(value.bytes);
}

/// ErrorKind::malformed where the text is not 32 lower-case hexadecimal characters.
inline Result<Epoch> parse_epoch(std::string_view text) {
  return from_hex(text).map([](auto bytes) { return Epoch{bytes}; });
}
inline Result<Digest> parse_digest(std::string_view text) {
  return from_hex(text).map([](auto bytes) { return Digest{bytes}; });
}

}  // namespace isocenter

template <typename Kind>
struct std::hash<isocenter::Hex128<Kind>> {
  std::size_t operator()(const isocenter::Hex128<Kind>& value) const noexcept {
    std::size_t mixed = 0;
    for (std::size_t i = 0; i < sizeof mixed; ++i) mixed = mixed << 8 | value.bytes[i];
    return mixed;
  }
};
