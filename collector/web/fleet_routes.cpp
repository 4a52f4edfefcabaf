#include "collector/fleet/fleet.hpp"
#include "collector/report/queries.hpp"
#include "collector/web/answer_schemas.hpp"
#include "collector/web/database_reader.hpp"
#include "collector/web/json_body.hpp"
#include "collector/web/routes.hpp"
#include "collector/web/shared_answer.hpp"

namespace isocenter::web {
namespace {

Response tell_fleet(const Request& request, const Options& options, DatabaseReader& reader) {
  sqlite::Database& database = reader.begin();
  const report::Snapshot snapshot{database};
  auto answer = fleet::fleet_answer(options.site, now_utc(), database);
  if (!answer) return problem(503, "not-now", to_string(answer.error()), request.path);
  return json_answer(std::move(*answer));
}

}  // namespace

std::vector<Route> fleet_routes(const Options& options) {
  return {Route{.path = "/api/v1/fleet",
                .summary = "The fleet against its contracts",
                .description = "For each contract in force and each of its devices the running period so far, where it "
                               "is heading, and what the device does now; devices without a running contract apart.",
                .answers = {{json_type, {}, answer_of("fleet")}},
                .problems = {503},
                .by_worker = [&options, shared = std::make_shared<SharedAnswer>()](const Request& request,
                                                                                   DatabaseReader& reader) {
                  const auto make = [&] { return tell_fleet(request, options, reader); };
                  if (!request.unattended) return make();
                  return shared->get(*options.changes, std::chrono::steady_clock::now(), make);
                }}};
}

}  // namespace isocenter::web
