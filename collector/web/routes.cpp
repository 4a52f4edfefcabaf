#include "collector/web/routes.hpp"

#include <iterator>

#include "collector/web/dispatch.hpp"

namespace isocenter::web {

std::vector<Route> make_routes(const Options& options, const RequestCounts& counts, DerivedCounters& counters) {
  std::vector<Route> routes = report_routes(options);
  std::vector<Route> health = health_routes(options);
  std::ranges::move(health, std::back_inserter(routes));
  routes.push_back(metrics_route(options, counts, counters));
  routes.push_back(description_route(options, routes));
  routes.push_back(start_page(options, routes));
  return routes;
}

Response constant_answer(std::string_view content_type, const std::string& body) {
  Response response{.status = 200, .content_type = std::string{content_type}, .body = body};
  response.headers.emplace_back("ETag", etag_of(body));
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

Instant now_utc() { return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now()); }

}  // namespace isocenter::web
