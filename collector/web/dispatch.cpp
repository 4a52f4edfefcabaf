#include "collector/web/dispatch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

#include "collector/web/database_reader.hpp"
#include "collector/web/header_text.hpp"
#include "collector/web/problem.hpp"
#include "collector/web/router.hpp"
#include "collector/web/target.hpp"

namespace isocenter::web {
namespace {

Response failed(const Request& request, const std::exception& error, const Complain& complain) {
  if (complain) complain(fmt::format("{} failed: {}", request.path, error.what()));
  return problem(500, "internal", "this is the collector's own fault; its log has a line about it", request.path);
}

Response no_database(const Request& request, const DatabaseReader& reader, const sqlite::StoreError& error,
                     const Complain& complain) {
  if (sqlite::is_interrupted(error)) {
    return problem(503, "takes-too-long", "the answer took too long to read; narrow it by device, from and to",
                   request.path);
  }
  if (complain) complain(fmt::format("{}: {}", reader.path().string(), error.what()));
  return problem(503, "no-database", "the database cannot be read now; the collector's log says why", request.path);
}

bool has_header(const Response& response, std::string_view name) {
  return std::ranges::any_of(response.headers, [&](const auto& header) { return header.first == name; });
}

/// Whether `if_none_match` (RFC 9110, section 13.1.2) names `etag`.
bool names(std::string_view if_none_match, std::string_view etag) {
  return if_none_match == "*" || if_none_match.find(etag) != std::string_view::npos;
}

}  // namespace

Dispatched dispatch(const std::vector<Route>& routes, const Limits& limits, const Received& received) {
  Dispatched dispatched;
  dispatched.request.method = received.method;
  dispatched.request.if_none_match = received.if_none_match;
  dispatched.request.accepts_gzip = accepts(received.accept_encoding, "gzip");
  dispatched.request.accepts_html = accepts(received.accept, "text/html");
  dispatched.request.unattended = received.unattended;
  dispatched.request.address = received.address;
  dispatched.request.loopback = received.loopback;
  if (received.target.size() > limits.target_bytes) {
    dispatched.refused =
        problem(414, "target-too-long", fmt::format("the address is longer than {} bytes", limits.target_bytes));
    return dispatched;
  }
  auto parsed = parse_target(received.target);
  if (!parsed) {
    dispatched.refused = problem(400, "bad-target", fmt::format("the address {}", parsed.error().what));
    return dispatched;
  }
  dispatched.request.path = std::move(parsed->path);
  dispatched.request.parameters = std::move(parsed->parameters);
  auto route = find_route(routes, dispatched.request);
  if (route) {
    dispatched.route = *route;
  } else {
    dispatched.refused = std::move(route.error());
  }
  return dispatched;
}

std::optional<Response> wrong_host(const Received& received, const std::vector<std::string>& hosts) {
  const auto name = host_name(received.host);
  if (received.version < 11 && received.hosts == 0 && hosts.empty()) return std::nullopt;
  if (received.hosts != 1 || !name) return problem(400, "no-host", "the header must have one Host field");
  if (hosts.empty() || std::ranges::find(hosts, *name) != hosts.end()) return std::nullopt;
  return problem(400, "other-host", "this collector is not called so; [web] hosts in its configuration names it");
}

Response run_at_once(const Route& route, const Request& request, const Complain& complain) {
  try {
    return route.at_once(request);
  } catch (const std::exception& error) {
    return failed(request, error, complain);
  }
}

Response run_by_worker(const Route& route, const Request& request, DatabaseReader* reader, const Complain& complain) {
  if (reader == nullptr) return problem(503, "stopping", "the collector is stopping; ask again soon", request.path);
  try {
    Response response = route.by_worker(request, *reader);
    reader->end(false);
    return response;
  } catch (const sqlite::StoreError& error) {
    reader->end(true);
    return no_database(request, *reader, error, complain);
  } catch (const std::exception& error) {
    reader->end(true);
    return failed(request, error, complain);
  }
}

Response busy(const Request& request) {
  return problem(503, "busy", "too much is asked at once; ask again in some seconds", request.path);
}

void finish(Response& response, const Request& request, bool over_tls) {
  for (const auto& [name, value] : response.headers) {
    if (name != "ETag" || response.status != 200 || !names(request.if_none_match, value)) continue;
    response.status = 304;
    response.body.clear();
    break;
  }
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back("Content-Security-Policy",
                                "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
                                "object-src 'none'");
  response.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  if (over_tls) response.headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
  if (!has_header(response, "Cache-Control")) response.headers.emplace_back("Cache-Control", "no-store");
}

std::string etag_of(std::string_view body) {
  std::uint64_t hash = 14695981039346656037u;  // FNV-1a, 64 bits: tells versions apart, protects nothing
  for (const char character : body) {
    hash ^= static_cast<unsigned char>(character);
    hash *= 1099511628211u;
  }
  return fmt::format("\"{:016x}\"", hash);
}

}  // namespace isocenter::web
