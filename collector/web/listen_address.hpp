#pragma once

#include <cstdint>
#include <string>

#include "shared/core/result.hpp"

namespace isocenter::web {

/// Where to listen; `host` is an address, not yet proven to be one.
struct ListenAddress {
  std::string host;
  std::uint16_t port = 0;  ///< 0: one that is free
  bool operator==(const ListenAddress&) const = default;
};

/// Reads "127.0.0.1:8080", "localhost:8080", "[::1]:8080".
Result<ListenAddress> parse_listen_address(const std::string& text);
/// What is said where `text` is none.
Error bad_listen_address(const std::string& text);

}  // namespace isocenter::web
