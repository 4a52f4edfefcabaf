#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <memory>
#include <sstream>

#include "collector/report/queries.hpp"
#include "collector/report/run.hpp"
#include "collector/web/database_reader.hpp"
#include "collector/web/problem.hpp"
#include "collector/web/routes.hpp"
#include "collector/web/target.hpp"

namespace isocenter::web {
namespace {

using report::ReportName;

constexpr std::int64_t most_events = 1000;
constexpr std::int64_t events_looked_at = 200'000;  ///< for one page

struct TooManyRows {};

/// Lets rows through to a writer up to a limit.
class LimitedRows : public report::RowSink {
 public:
  LimitedRows(report::RowSink& next, std::int64_t most) : next_{next}, left_{most} {}
  void begin(report::Columns columns) override { next_.begin(columns); }
  void row(const report::Row& row) override {
    if (left_-- == 0) throw TooManyRows{};
    next_.row(row);
  }
  void end() override { next_.end(); }

 private:
  report::RowSink& next_;
  std::int64_t left_;
};

Response wrong(const Error& error, const Request& request) {
  return problem(400, "bad-parameter", fmt::format("{}: {}", error.where, error.what), request.path);
}

/// The report that is asked for; formats of the API are json, where nothing is said, and csv.
Result<report::ReportRequest> parse(ReportName name, const Request& request, const Options& options) {
  const std::string format = value_of(request, "format").value_or("json");
  if (format != "json" && format != "csv") {
    return fail(ErrorKind::invalid, "format", "\"" + format.substr(0, 40) + "\" is not known; there are json, csv");
  }
  const Instant now = now_utc();
  auto parsed = report::parse_report_request({.name = std::string{word(name)},
                                              .device = value_of(request, "device"),
                                              .from = value_of(request, "from"),
                                              .to = value_of(request, "to"),
                                              .format = format},
                                             options.site, now);
  if (!parsed) return parsed;
  parsed->known_until = known_until(options.health(), now);
  return parsed;
}

Response answer(report::Format format, std::string body) {
  const auto type = format == report::Format::csv ? csv_type : json_type;
  return Response{.status = 200, .content_type = std::string{type}, .body = std::move(body)};
}

Response whole_report(ReportName name, const Request& request, const Options& options, DatabaseReader& reader) {
  const auto parsed = parse(name, request, options);
  if (!parsed) return wrong(parsed.error(), request);
  std::ostringstream out;
  const auto rows = report::make_writer(parsed->format, out);
  LimitedRows limited{*rows, options.limits.rows};
  try {
    const auto written = report::write_report(*parsed, reader.begin(), limited);
    if (!written) return wrong(written.error(), request);
  } catch (const TooManyRows&) {
    return problem(400, "too-many-rows",
                   fmt::format("the answer has over {} rows; narrow it by device, from and to", options.limits.rows),
                   request.path);
  }
  return answer(parsed->format, std::move(out).str());
}

Result<std::int64_t> parse_integer(const Request& request, const char* parameter, std::int64_t least, std::int64_t most,
                                   std::int64_t fallback) {
  const auto text = value_of(request, parameter);
  if (!text) return fallback;
  std::int64_t value = 0;
  const char* const end = text->data() + text->size();
  const auto [stopped, error] = std::from_chars(text->data(), end, value);
  if (error == std::errc{} && stopped == end && value >= least && value <= most) return value;
  return fail(ErrorKind::invalid, parameter, fmt::format("must be a number from {} to {}", least, most));
}

/// The same request from another place in the log.
std::string link_to(const Request& request, std::int64_t after) {
  std::string link = fmt::format("<{}?after={}", request.path, after);
  for (const auto& [name, value] : request.parameters) {
    if (name != "after") link += fmt::format("&{}={}", name, percent_encode(value));
  }
  return link + ">";
}

Response page_of_events(const Request& request, const Options& options, DatabaseReader& reader) {
  const auto parsed = parse(ReportName::events, request, options);
  if (!parsed) return wrong(parsed.error(), request);
  const auto after = parse_integer(request, "after", 0, std::numeric_limits<std::int64_t>::max(), 0);
  if (!after) return wrong(after.error(), request);
  const auto limit = parse_integer(request, "limit", 1, most_events, most_events);
  if (!limit) return wrong(limit.error(), request);

  sqlite::Database& database = reader.begin();
  const report::Snapshot snapshot{database};
  if (const auto devices = devices_of(*parsed, database); !devices) return wrong(devices.error(), request);
  std::ostringstream out;
  const auto rows = report::make_writer(parsed->format, out);
  rows->begin(report::columns_of(ReportName::events));
  const auto end = write_events(*parsed,
                                {.after = *after,
                                 .most_rows = *limit,
                                 .most_read = events_looked_at,
                                 .type = value_of(request, "type").value_or(""),
                                 .audit = request.person->role == Role::administrator},
                                database, *rows);
  rows->end();
  Response response = answer(parsed->format, std::move(out).str());
  response.headers.emplace_back(
      "Link", fmt::format("{}; rel=\"{}\"", link_to(request, end.after), end.more ? "next" : "monitor"));
  return response;
}

std::vector<Parameter> parameters_of(ReportName name) {
  std::vector<Parameter> parameters{
      {.name = "device", .description = "only this device"},
      {.name = "format", .description = "json where nothing is said", .choices = {"json", "csv"}}};
  if (name == ReportName::status) return parameters;
  parameters.push_back({.name = "from",
                        .description = "RFC 3339, or a local day such as 2026-11-24: its beginning. It belongs to the "
                                       "report."});
  parameters.push_back({.name = "to",
                        .description = "RFC 3339, or a local day such as 2026-11-24: its end. It does not belong to "
                                       "the report."});
  if (name != ReportName::events) return parameters;
  parameters.push_back(
      {.name = "after", .description = "as the Link header of the page before gave it", .type = "integer", .least = 0});
  parameters.push_back(
      {.name = "type", .description = "only this event type; without its dot all of a family, such as fault"});
  parameters.push_back(
      {.name = "limit", .description = "most events of a page", .type = "integer", .least = 1, .most = most_events});
  return parameters;
}

Route report_route(ReportName name, std::string summary, std::string description, const Options& options) {
  const auto columns = report::columns_of(name);
  const std::vector<std::string> names{columns.begin(), columns.end()};
  Route route{.path = fmt::format("/api/v1/{}", word(name)),
              .summary = std::move(summary),
              .description = std::move(description),
              .parameters = parameters_of(name),
              .answers = {{json_type, names}, {csv_type, names}},
              .problems = {503}};
  if (name == ReportName::events) {
    route.by_worker = [&options](const Request& request, DatabaseReader& reader) {
      return page_of_events(request, options, reader);
    };
  } else {
    route.by_worker = [name, &options](const Request& request, DatabaseReader& reader) {
      return whole_report(name, request, options, reader);
    };
  }
  return route;
}

}  // namespace

std::vector<Route> report_routes(const Options& options) {
  return {
      report_route(ReportName::status, "What each device does now", "One row per configured device.", options),
      report_route(ReportName::exams, "Exams", "Performed steps that began in [from, to), by device and time.",
                   options),
      report_route(ReportName::intervals, "State intervals",
                   "Intervals that touch [from, to), whole, by device and time. An empty `to` still lasts.", options),
      report_route(ReportName::states, "Share of each state",
                   "Seconds and share of each state in [from, to); where nothing is said, the last 24 hours.", options),
      report_route(ReportName::events, "The log of events",
                   "Events in the order of commit, a page at a time. The Link header leads on: rel=\"next\" while "
                   "there are more, rel=\"monitor\" where the log ends: ask there again for what comes later. "
                   "Only an administrator reads the events of users, sessions and refusals.",
                   options),
  };
}

}  // namespace isocenter::web
