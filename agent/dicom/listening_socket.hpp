#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "shared/core/descriptor.hpp"
#include "shared/core/result.hpp"

namespace isocenter::agent {

/// Where a server listens: an IPv4 address and a port (0: the kernel chooses).
struct ListenAddress {
  std::string address = "127.0.0.1";
  std::uint16_t port = 11112;

  /// Reads "127.0.0.1:11112". ErrorKind::invalid for any other form.
  static Result<ListenAddress> parse(std::string_view text);
  bool operator==(const ListenAddress&) const = default;
};

/// A non-blocking TCP socket that listens; its connections' receive buffers hold a whole A-ASSOCIATE-RQ.
/// ErrorKind::unavailable with the mend where the port is in use or not to be had.
Result<Descriptor> listen_on(const ListenAddress& address);
std::uint16_t port_of(int listening);

}  // namespace isocenter::agent
