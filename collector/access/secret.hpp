#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace isocenter::access {

/// 192 random bits as 32 characters of base64url: a session's id, a CSRF token, an API token. Nobody guesses one.
std::string make_secret();

/// BLAKE2b-256 of a secret. This is kept instead of it: who reads our memory or file cannot sign in with it. It needs
/// no salt, since the secret is random.
struct SecretHash {
  std::array<std::uint8_t, 32> bytes{};
  auto operator<=>(const SecretHash&) const = default;
};
SecretHash hash_of(std::string_view secret);
/// Nothing where there are not 32 bytes.
std::optional<SecretHash> secret_hash(std::span<const std::uint8_t> bytes);

/// Compares in a time that does not tell where they differ.
bool is_same_secret(std::string_view a, std::string_view b);

}  // namespace isocenter::access
