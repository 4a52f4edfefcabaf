#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isocenter::web {

/// Names with values as they came, percent-decoded.
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// What somebody at the page may do, each all that the one before may (docs/access.md).
enum class Role { technologist, biomed, director, administrator };

/// Who asks, once signed in or known by a token.
struct Person {
  std::string name;
  Role role = Role::technologist;
};

/// A request as a route sees it: no sockets, no library.
struct Request {
  std::string method;
  std::string path;
  Parameters parameters = {};
  std::string if_none_match = {};
  std::string body = {};              ///< JSON (RFC 8259) where a route takes one
  std::optional<Person> person = {};  ///< set for every route that is not open to all
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

}  // namespace isocenter::web
