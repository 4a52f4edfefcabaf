#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collector/access/person.hpp"

namespace isocenter::web {

/// Names with values as they came, percent-decoded.
using Parameters = std::vector<std::pair<std::string, std::string>>;

using access::Person;
using access::Role;

/// A request as a route sees it: no sockets, no library.
struct Request {
  std::string method;
  std::string path;
  Parameters parameters = {};
  std::string if_none_match = {};
  std::string body = {};              ///< JSON (RFC 8259) where a route takes one
  std::optional<Person> person = {};  ///< set for every route that is not open to all
  std::string address = {};           ///< of the peer
  bool loopback = false;              ///< whether that is this machine
  std::string session = {};           ///< the id in the cookie, whoever's it is or was
  bool unattended = false;            ///< the page asks by itself
  bool accepts_gzip = false;
  bool accepts_html = false;  ///< somebody looks at the answer in a browser
};

struct Response {
  int status = 200;
  std::string content_type = {};
  std::string body = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
};

inline constexpr std::string_view json_type = "application/json";
inline constexpr std::string_view csv_type = "text/csv; charset=utf-8; header=present";
inline constexpr std::string_view pdf_type = "application/pdf";
inline constexpr std::string_view html_type = "text/html; charset=utf-8";
inline constexpr std::string_view problem_type = "application/problem+json";
inline constexpr std::string_view metrics_type = "text/plain; version=0.0.4; charset=utf-8";
inline constexpr std::string_view stream_type = "text/event-stream";

}  // namespace isocenter::web
