#include "shared/core/broker_url.hpp"

#include <charconv>

namespace isocenter {
namespace {

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// The port's colon is the last one behind an IPv6 address in brackets; npos where there is none.
std::size_t find_port(std::string_view authority) {
  const std::size_t colon = authority.rfind(':');
  const std::size_t bracket = authority.rfind(']');
  return colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)
             ? colon
             : std::string_view::npos;
}

bool read_port(std::string_view text, std::uint16_t& port) {
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), port);
  return code == std::errc{} && end == text.data() + text.size() && port != 0;
}

}  // namespace

Result<BrokerUrl> parse_broker_url(std::string_view text) {
  const auto refuse = [&] {
    return fail(
        ErrorKind::invalid, "",
        "\"" + std::string{text.substr(0, 80)} + "\" is no broker; write mqtt://host:1883 or mqtts://host:8883");
  };
  BrokerUrl url;
  std::string_view authority = text;
  if (take_prefix(authority, "mqtts://")) {
    url.tls = true;
    url.port = 8883;
  } else if (!take_prefix(authority, "mqtt://")) {
    return refuse();
  }
  if (authority.ends_with('/')) authority.remove_suffix(1);
  if (const std::size_t colon = find_port(authority); colon != std::string_view::npos) {
    if (!read_port(authority.substr(colon + 1), url.port)) return refuse();
    authority = authority.substr(0, colon);
  }
  if (authority.empty() || authority.find_first_of("/?#@ \t") != std::string_view::npos) return refuse();
  url.host = authority;
  return url;
}

}  // namespace isocenter
