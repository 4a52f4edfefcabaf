#include "agent/dicom/keyed_hash.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

#include "shared/core/text.hpp"

namespace isocenter::agent {
Result<KeyedHasher> KeyedHasher::make(int number, std::string_view key) {
  if (number < 1) return fail(ErrorKind::invalid, "site_key.number", "must be 1 or more");
  if (key.size() != crypto_auth_hmacsha256_KEYBYTES) {
    return fail(ErrorKind::invalid, "site_key.file",
                fmt::format("holds {} bytes instead of 32; make one with: head -c 32 /dev/urandom", key.size()));
  }
  return KeyedHasher{number, key};
}

KeyedHasher::KeyedHasher(int number, std::string_view key) : number_{number} {
  std::copy(key.begin(), key.end(), key_.begin());
}

KeyedHasher::~KeyedHasher() { sodium_memzero(key_.data(), key_.size()); }

KeyedHash KeyedHasher::hash(std::string_view identifier) const {
  const std::string_view text = trimmed(identifier);
  std::array<std::uint8_t, crypto_auth_hmacsha256_BYTES> code{};
  crypto_auth_hmacsha256(code.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size(), key_.data());
  std::string hash = fmt::format("k{}:", number_);
  for (const std::uint8_t byte : code) hash += fmt::format("{:02x}", byte);
  return hash;
}

}  // namespace isocenter::agent
