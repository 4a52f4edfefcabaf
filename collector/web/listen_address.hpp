#pragma once

#include <cstdint>
#include <string>

#include "shared/core/result.hpp"

namespace isocenter::web {

/// Where to listen; `host` is an IPv4 or IPv6 address.
struct ListenAddress {
  std::string host;
  std::uint16_t port = 0;  ///< 0: one that is free
  bool operator==(const ListenAddress&) const = default;
};

/// Reads "127.0.0.1:8080", "localhost:8080", "[::1]:8080".
Result<ListenAddress> parse_listen_address(const std::string& text);
/// Whether only programs of this machine reach it.
bool is_loopback(const ListenAddress& address);
/// As it is read.
std::string to_string(const ListenAddress& address);

}  // namespace isocenter::web
