#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/core/event.hpp"
#include "shared/core/result.hpp"

namespace isocenter::agent {

/// Turns identifiers into "k<number>:" and the 64 hexadecimal characters of their HMAC-SHA-256 under the site key, so
/// that orders, steps and studies of different sources meet without being known (docs/privacy.md).
class KeyedHasher {
 public:
  /// ErrorKind::invalid where the key is not 32 bytes or the number not 1 or more. The key is wiped at the end.
  static Result<KeyedHasher> make(int number, std::string_view key);
  KeyedHasher(const KeyedHasher&) = default;
  KeyedHasher& operator=(const KeyedHasher&) = default;
  ~KeyedHasher();

  /// Spaces and NULs around `identifier` are DICOM's padding and count for nothing.
  KeyedHash hash(std::string_view identifier) const;

 private:
  KeyedHasher(int number, std::string_view key);
  int number_;
  std::array<std::uint8_t, 32> key_{};
};

}  // namespace isocenter::agent
