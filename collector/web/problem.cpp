#include "collector/web/problem.hpp"

#include <fmt/format.h>

#include "collector/report/json.hpp"

namespace isocenter::web {

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    default: return "Error";
  }
}

Response problem(int status, std::string_view name, std::string_view detail, std::string_view instance) {
  using report::json_string;
  std::string body =
      fmt::format(R"({{"type":{},"title":{},"status":{},"detail":{})", json_string(fmt::format("/problems/{}", name)),
                  json_string(reason_phrase(status)), status, json_string(detail));
  if (!instance.empty()) body += fmt::format(R"(,"instance":{})", json_string(instance));
  body += "}\n";
  Response response{.status = status, .content_type = std::string{problem_type}, .body = std::move(body)};
  response.headers.emplace_back("Cache-Control", "no-store");
  if (status == 503) response.headers.emplace_back("Retry-After", "5");
  return response;
}

}  // namespace isocenter::web
