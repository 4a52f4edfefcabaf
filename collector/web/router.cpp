#include "collector/web/router.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "collector/report/request.hpp"
#include "collector/web/body_check.hpp"
#include "collector/web/header_text.hpp"
#include "collector/web/problem.hpp"

namespace isocenter::web {
namespace {

constexpr std::size_t most_that_is_quoted = 60;

bool leads_to(const Route& route, std::string_view path) {
  if (!route.path.ends_with("/*")) return route.path == path;
  const std::string_view folder = std::string_view{route.path}.substr(0, route.path.size() - 1);
  return path.starts_with(folder) && path.size() > folder.size();
}

Response unknown_path(const std::vector<Route>& routes, const Request& request) {
  std::vector<std::string> paths;
  for (const Route& route : routes) {
    const bool is_listed = std::ranges::find(paths, route.path) != paths.end();
    if (!is_listed && route.path != everywhere_else) paths.push_back(route.path);
  }
  return problem(404, "unknown-path", fmt::format("there is no such page{}", report::mend_word(request.path, paths)),
                 request.path.substr(0, most_that_is_quoted));
}

Response other_method(const std::vector<Route>& routes, const Request& request) {
  std::vector<std::string> methods;
  std::string path;
  for (const Route& route : routes) {
    if (!leads_to(route, request.path) || route.path == everywhere_else) continue;
    path = route.path;
    methods.push_back(route.method);
    if (route.method == "GET") methods.push_back("HEAD");
  }
  Response refused = problem(405, "method-not-allowed",
                             fmt::format("this takes another method: use {}", fmt::join(methods, " or ")), path);
  refused.headers.emplace_back("Allow", fmt::format("{}", fmt::join(methods, ", ")));
  return refused;
}

std::optional<Response> wrong_parameter(const Route& route, const Request& request) {
  std::vector<std::string> known, seen;
  for (const Parameter& parameter : route.parameters) known.push_back(parameter.name);
  if (route.any_parameters) return std::nullopt;
  for (const auto& [name, value] : request.parameters) {
    const std::string quoted = name.substr(0, most_that_is_quoted);
    if (std::ranges::find(known, name) == known.end()) {
      return problem(400, "unknown-parameter",
                     fmt::format("the parameter \"{}\" is not known{}", quoted, report::mend_word(name, known)),
                     route.path);
    }
    if (std::ranges::find(seen, name) != seen.end()) {
      return problem(400, "repeated-parameter", fmt::format("give the parameter \"{}\" once", quoted), route.path);
    }
    seen.push_back(name);
  }
  for (const Parameter& parameter : route.parameters) {
    if (!parameter.required || std::ranges::find(seen, parameter.name) != seen.end()) continue;
    return problem(400, "missing-parameter", fmt::format("give the parameter \"{}\"", parameter.name), route.path);
  }
  return std::nullopt;
}

std::optional<Response> wrong_body(const Route& route, const Received& received) {
  if (route.members.empty()) {
    if (received.body.empty()) return std::nullopt;
    return problem(400, "body-not-taken", "this takes no body; leave it out", route.path);
  }
  if (media_type(received.content_type) != json_type) {
    return problem(415, "no-json", "the body must be application/json, and Content-Type must say so", route.path);
  }
  const auto checked = check_body(route.members, received.body);
  if (checked) return std::nullopt;
  return problem(400, "bad-body", to_string(checked.error()), route.path);
}

}  // namespace

std::optional<std::string> value_of(const Request& request, std::string_view parameter) {
  const auto found = std::ranges::find(request.parameters, parameter, &Parameters::value_type::first);
  if (found == request.parameters.end()) return std::nullopt;
  return found->second;
}

tl::expected<const Route*, Response> find_route(const std::vector<Route>& routes, const Request& request) {
  const std::string_view method = request.method == "HEAD" ? std::string_view{"GET"} : request.method;
  const Route* anywhere = nullptr;
  bool is_known = false;
  for (const Route& route : routes) {
    if (!leads_to(route, request.path)) continue;
    if (route.path == everywhere_else) {
      anywhere = &route;
      continue;
    }
    if (route.method == method) return &route;
    is_known = true;
  }
  if (!is_known && anywhere != nullptr && method == "GET" && request.accepts_html) return anywhere;
  return tl::unexpected<Response>(is_known ? other_method(routes, request) : unknown_path(routes, request));
}

std::optional<Response> wrong_request(const Route& route, const Received& received, const Request& request) {
  if (auto wrong = wrong_parameter(route, request)) return wrong;
  return wrong_body(route, received);
}

}  // namespace isocenter::web
