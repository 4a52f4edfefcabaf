#include "collector/web/listen_address.hpp"

#include <fmt/format.h>

#include <charconv>

namespace isocenter::web {

Error bad_listen_address(const std::string& text) {
  return Error{ErrorKind::invalid, "[web] listen",
               fmt::format("\"{}\" is no address and port; write \"127.0.0.1:8080\"", text)};
}

Result<ListenAddress> parse_listen_address(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) return tl::unexpected<Error>(bad_listen_address(text));
  ListenAddress address{.host = text.substr(0, colon)};
  if (address.host == "localhost") address.host = "127.0.0.1";
  if (address.host.starts_with('[') && address.host.ends_with(']')) {
    address.host = address.host.substr(1, address.host.size() - 2);
  }
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data() + colon + 1, end, address.port);
  if (error != std::errc{} || stopped != end) return tl::unexpected<Error>(bad_listen_address(text));
  return address;
}

}  // namespace isocenter::web
