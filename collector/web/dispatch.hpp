#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collector/web/limits.hpp"
#include "collector/web/message.hpp"
#include "collector/web/received.hpp"
#include "collector/web/route.hpp"

namespace isocenter::web {

/// A request's way through the table of routes: either already answered by a problem, or to be let in and run.
struct Dispatched {
  Request request;
  const Route* route = nullptr;
  std::optional<Response> refused;

  std::string route_label() const { return route != nullptr ? route->path : "other"; }
};

Dispatched dispatch(const std::vector<Route>& routes, const Limits& limits, const Received& received);

/// 400 where there is not one Host field, or `hosts` are said and it is none of them (so that no other site's name can
/// be made to lead here: DNS rebinding).
std::optional<Response> wrong_host(const Received& received, const std::vector<std::string>& hosts);

using Complain = std::function<void(const std::string&)>;

/// Runs the route; what it throws becomes a problem: 503 for a database that is not there, overdue or busy, else 500
/// with a line for the log.
Response run_at_once(const Route& route, const Request& request, const Complain& complain);
/// `reader` nullptr: the server stops.
Response run_by_worker(const Route& route, const Request& request, DatabaseReader* reader, const Complain& complain);

/// Too many requests wait, or their answers take too much memory.
Response busy(const Request& request);

/// Adds the headers that every answer carries, over TLS that which keeps browsers to it, and makes it a 304 where the
/// peer holds that very ETag.
void finish(Response& response, const Request& request, bool over_tls = false);

/// A strong ETag of `body`, quotes included.
std::string etag_of(std::string_view body);

}  // namespace isocenter::web
