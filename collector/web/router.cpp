#include "collector/web/router.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collector/report/request.hpp"
#include "collector/web/problem.hpp"

namespace isocenter::web {
namespace {

constexpr std::size_t most_that_is_quoted = 60;

Response unknown_path(const std::vector<Route>& routes, const Request& request) {
  std::vector<std::string> paths;
  for (const Route& route : routes) paths.push_back(route.path);
  return problem(404, "unknown-path", fmt::format("there is no such page{}", report::mend_word(request.path, paths)),
                 request.path.substr(0, most_that_is_quoted));
}

std::optional<Response> wrong_parameter(const Route& route, const Request& request) {
  std::vector<std::string> known, seen;
  for (const Parameter& parameter : route.parameters) known.push_back(parameter.name);
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
  return std::nullopt;
}

}  // namespace

std::optional<std::string> value_of(const Request& request, std::string_view parameter) {
  const auto found = std::ranges::find(request.parameters, parameter, &Parameters::value_type::first);
  if (found == request.parameters.end()) return std::nullopt;
  return found->second;
}

tl::expected<const Route*, Response> find_route(const std::vector<Route>& routes, const Request& request) {
  const auto route = std::ranges::find(routes, request.path, &Route::path);
  if (route == routes.end()) return tl::unexpected<Response>(unknown_path(routes, request));
  if (request.method != "GET" && request.method != "HEAD") {
    Response refused = problem(405, "method-not-allowed", "this page is only read: use GET or HEAD", route->path);
    refused.headers.emplace_back("Allow", "GET, HEAD");
    return tl::unexpected<Response>(std::move(refused));
  }
  if (auto wrong = wrong_parameter(*route, request)) return tl::unexpected<Response>(std::move(*wrong));
  return &*route;
}

}  // namespace isocenter::web
