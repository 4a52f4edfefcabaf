#pragma once

#include <vector>

#include "collector/web/derived_counters.hpp"
#include "collector/web/request_counts.hpp"
#include "collector/web/route.hpp"
#include "collector/web/server.hpp"

namespace isocenter::web {

/// The one table of routes. All arguments outlive the routes.
std::vector<Route> make_routes(const Options& options, access::Access& access, const RequestCounts& counts,
                               DerivedCounters& counters);

/// Its parts, a file per group.
std::vector<Route> health_routes(const Options& options);
std::vector<Route> report_routes(const Options& options);
Route metrics_route(const Options& options, const RequestCounts& counts, DerivedCounters& counters);
/// Made of all the others and itself.
Route description_route(const Options& options, const std::vector<Route>& others);
std::vector<Route> session_routes(const Options& options, access::Access& access);
std::vector<Route> user_routes(access::Access& access);
std::vector<Route> doing_routes(const Options& options, access::Access& access);
std::vector<Route> statement_routes(const Options& options);
/// What people say of statements: corrections, issues, claims.
std::vector<Route> statement_doing_routes(const Options& options);
std::vector<Route> device_routes(const Options& options);
std::vector<Route> fleet_routes(const Options& options);
std::vector<Route> page_routes();
Route live_route();

/// An answer that is the same until the program changes: with an ETag, to be asked for again each time.
Response constant_answer(std::string_view content_type, const std::string& body);

/// The present, to the millisecond.
Instant now_utc();

}  // namespace isocenter::web
