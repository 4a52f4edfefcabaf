#include "collector/web/routes.hpp"

#include <iterator>

#include "collector/web/dispatch.hpp"

namespace isocenter::web {

std::vector<Route> make_routes(const Options& options, access::Access& access, const RequestCounts& counts,
                               DerivedCounters& counters) {
  std::vector<Route> routes;
  const auto add = [&](std::vector<Route> group) { std::ranges::move(group, std::back_inserter(routes)); };
  add(health_routes(options));
  add(session_routes(options, access));
  add(report_routes(options));
  add(fleet_routes(options));
  add(device_routes(options));
  add(doing_routes(options, access));
  add(statement_routes(options));
  add(statement_doing_routes(options));
  add(user_routes(access));
  add(page_routes());
  routes.push_back(live_route());
  routes.push_back(metrics_route(options, counts, counters));
  routes.push_back(description_route(options, routes));
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
