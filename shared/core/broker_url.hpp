#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "shared/core/result.hpp"

namespace isocenter {

struct BrokerUrl {
  bool tls = false;
  std::string host;
  std::uint16_t port = 1883;
  bool operator==(const BrokerUrl&) const = default;
};

/// Reads mqtt://host[:port] (1883) and mqtts://host[:port] (8883); IPv6 addresses in brackets. ErrorKind::invalid.
Result<BrokerUrl> parse_broker_url(std::string_view text);

}  // namespace isocenter
