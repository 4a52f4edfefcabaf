#include "collector/access/secret.hpp"

#include <algorithm>

#include "collector/access/sodium.hpp"

namespace isocenter::access {
namespace {

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

std::string make_secret() {
  ready_sodium();
  std::array<unsigned char, 24> random{};
  randombytes_buf(random.data(), random.size());
  constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_ENCODED_LEN(random.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), random.data(), random.size(), variant);
  text.pop_back();  // its final NUL
  return text;
}

SecretHash hash_of(std::string_view secret) {
  ready_sodium();
  SecretHash hash;
  crypto_generichash(hash.bytes.data(), hash.bytes.size(), bytes_of(secret), secret.size(), nullptr, 0);
  return hash;
}

std::optional<SecretHash> secret_hash(std::span<const std::uint8_t> bytes) {
  SecretHash hash;
  if (bytes.size() != hash.bytes.size()) return std::nullopt;
  std::ranges::copy(bytes, hash.bytes.begin());
  return hash;
}

bool is_same_secret(std::string_view a, std::string_view b) {
  ready_sodium();
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace isocenter::access
