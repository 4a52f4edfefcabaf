#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "collector/fleet/device.hpp"
#include "collector/fleet/fleet.hpp"
#include "collector/fleet/timeline.hpp"
#include "collector/report/moment.hpp"
#include "collector/report/queries.hpp"
#include "collector/web/answer_schemas.hpp"
#include "collector/web/database_reader.hpp"
#include "collector/web/problem.hpp"
#include "collector/web/routes.hpp"

namespace isocenter::web {
namespace {

constexpr int most_pieces = 2000, usual_pieces = 400;

Response wrong(const Error& error, const Request& request) {
  return problem(400, "bad-parameter", fmt::format("{}: {}", error.where, error.what), request.path);
}

Result<const ConfiguredDevice*> device_of(const Request& request, const Options& options) {
  const auto name = value_of(request, "device");
  if (!name) return fail(ErrorKind::invalid, "device", "is missing; say which one");
  std::vector<std::string> known;
  for (const ConfiguredDevice& device : options.site.devices) {
    if (device.name.text() == *name) return &device;
    known.push_back(device.name.text());
  }
  return fail(ErrorKind::invalid, "device",
              fmt::format("\"{}\" is not known{}", name->substr(0, 40), report::mend_word(*name, known)));
}

Result<Instant> moment_of(const Request& request, const char* parameter, const Options& options, report::Edge edge) {
  const auto text = value_of(request, parameter);
  if (!text) return fail(ErrorKind::invalid, parameter, "is missing; give RFC 3339 or a local day");
  auto moment = report::parse_moment(*text, options.site.zone, edge);
  if (!moment) return fail(moment.error().kind, parameter, moment.error().what);
  return moment;
}

Result<int> most_of(const Request& request) {
  const auto text = value_of(request, "most");
  if (!text) return usual_pieces;
  int most = 0;
  const auto [stopped, error] = std::from_chars(text->data(), text->data() + text->size(), most);
  const bool is_number = error == std::errc{} && stopped == text->data() + text->size();
  if (is_number && most >= 1 && most <= most_pieces) return most;
  return fail(ErrorKind::invalid, "most", fmt::format("must be a number from 1 to {}", most_pieces));
}

Response timeline(const Request& request, const Options& options, DatabaseReader& reader) {
  const auto device = device_of(request, options);
  if (!device) return wrong(device.error(), request);
  const auto from = moment_of(request, "from", options, report::Edge::from);
  if (!from) return wrong(from.error(), request);
  const auto to = moment_of(request, "to", options, report::Edge::to);
  if (!to) return wrong(to.error(), request);
  if (*to <= *from) return wrong({ErrorKind::invalid, "to", "must be after from"}, request);
  const auto most = most_of(request);
  if (!most) return wrong(most.error(), request);
  sqlite::Database& database = reader.begin();
  const report::Snapshot snapshot{database};
  return Response{.content_type = std::string{json_type},
                  .body = fleet::timeline_answer({(*device)->name, {*from, *to}, *most}, database)};
}

Response device(const Request& request, const Options& options, DatabaseReader& reader) {
  const auto found = device_of(request, options);
  if (!found) return wrong(found.error(), request);
  sqlite::Database& database = reader.begin();
  const report::Snapshot snapshot{database};
  const auto contracts = fleet::contracts_answer((*found)->name, options.site, now_utc(), database);
  if (!contracts) return problem(503, "not-now", to_string(contracts.error()), request.path);
  return Response{.content_type = std::string{json_type},
                  .body = fleet::device_answer(**found, options.site.zone, *contracts, now_utc(), database)};
}

}  // namespace

std::vector<Route> device_routes(const Options& options) {
  const Parameter which{.name = "device", .description = "which one", .required = true};
  return {
      Route{.path = "/api/v1/device",
            .summary = "A device",
            .description = "What it is and does now, its contracts, faults of 90 days, failures and repairs of 365.",
            .parameters = {which},
            .answers = {{json_type, {}, answer_of("device")}},
            .problems = {503},
            .by_worker = [&options](const Request& request,
                                    DatabaseReader& reader) { return device(request, options, reader); }},
      Route{.path = "/api/v1/timeline",
            .summary = "A device's time",
            .description = "Intervals, exams and faults that touch [from, to), or time in each state by buckets where "
                           "more than `most` intervals lie in it.",
            .parameters = {which,
                           {.name = "from", .description = "RFC 3339, or a local day: its beginning", .required = true},
                           {.name = "to", .description = "RFC 3339, or a local day: its end", .required = true},
                           {.name = "most",
                            .description = "intervals, or buckets, of the answer",
                            .type = "integer",
                            .least = 1,
                            .most = most_pieces}},
            .answers = {{json_type, {}, answer_of("timeline")}},
            .problems = {503},
            .by_worker = [&options](const Request& request, DatabaseReader& reader) {
              return timeline(request, options, reader);
            }}};
}

}  // namespace isocenter::web
