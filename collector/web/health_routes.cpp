#include <fmt/format.h>

#include "collector/report/json.hpp"
#include "collector/web/problem.hpp"
#include "collector/web/routes.hpp"

namespace isocenter::web {
namespace {

Response alive(const Health& health) {
  if (health.since_turn > stuck_after) {
    return problem(503, "stuck",
                   fmt::format("the ingest loop has not turned for {} s; if it does not go on, restart the collector",
                               health.since_turn / std::chrono::seconds{1}),
                   "/healthz");
  }
  return Response{.status = 200,
                  .content_type = std::string{json_type},
                  .body = fmt::format("{{\"status\":\"alive\",\"since_turn_ms\":{}}}\n", health.since_turn.count())};
}

Response ready(const Health& health) {
  std::string reason = health.reason;
  if (reason.empty() && !health.store_open) reason = "the store is not open; the collector's log says why";
  if (reason.empty() && !health.broker_connected) {
    reason = "the broker is not connected; see that it runs at [broker] url";
  }
  if (!health.store_open || !health.broker_connected) return problem(503, "not-ready", reason, "/readyz");
  if (health.since_turn > stuck_after) return alive(health);
  return Response{.status = 200, .content_type = std::string{json_type}, .body = "{\"status\":\"ready\"}\n"};
}

}  // namespace

std::vector<Route> health_routes(const Options& options) {
  return {Route{.path = "/healthz",
                .least = {},
                .summary = "Whether the collector is alive",
                .description = "200 while the ingest loop turns, 503 when it has not turned for 15 s.",
                .answers = {{json_type, {}}},
                .problems = {503},
                .at_once = [&options](const Request&) { return alive(options.health()); }},
          Route{.path = "/readyz",
                .least = {},
                .summary = "Whether the collector may serve",
                .description = "200 while the store is open and the broker connected, else 503 with the reason.",
                .answers = {{json_type, {}}},
                .problems = {503},
                .at_once = [&options](const Request&) { return ready(options.health()); }}};
}

}  // namespace isocenter::web
