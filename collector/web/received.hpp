#pragma once

#include <cstddef>
#include <string>

namespace isocenter::web {

/// A request as it was read, before anybody knows whether it may be answered.
struct Received {
  std::string method, target, body;
  std::size_t hosts = 0;  ///< how many Host fields it has
  std::string host;
  std::string if_none_match, content_type, accept, accept_encoding;
  std::string cookie, authorization;
  std::size_t cookies = 0;  ///< how many Cookie fields it has
  std::string csrf;         ///< X-CSRF-Token
  std::string origin, fetch_site;
  bool unattended = false;  ///< X-Unattended: the page asks by itself, nobody did anything
  std::string address;
  bool loopback = false;
  unsigned version = 11;
  bool keep_alive = false;
};

}  // namespace isocenter::web
