#include <filesystem>
#include <system_error>

#include "collector/report/queries.hpp"
#include "collector/web/database_reader.hpp"
#include "collector/web/metrics.hpp"
#include "collector/web/routes.hpp"

namespace isocenter::web {
namespace {

std::optional<std::uint64_t> size_of_wal(std::filesystem::path database) {
  std::error_code error;
  const auto size = std::filesystem::file_size(database += "-wal", error);
  return error ? std::nullopt : std::optional<std::uint64_t>{size};
}

std::optional<std::uint64_t> room_beside(const std::filesystem::path& database) {
  std::error_code error;
  const auto space = std::filesystem::space(database, error);
  return error ? std::nullopt : std::optional<std::uint64_t>{space.available};
}

std::map<std::string, EquipmentState> states_now(const Options& options, Instant now, Instant known,
                                                 sqlite::Database& database) {
  report::ReportRequest request{.name = report::ReportName::status,
                                .format = report::Format::json,
                                .device = {},
                                .from = {},
                                .to = {},
                                .now = now,
                                .site = options.site};
  request.known_until = known;
  report::CollectRows status;
  report::write_status(request, database, status);
  std::map<std::string, EquipmentState> states;
  for (const report::Row& row : status.report.rows) {
    constexpr std::size_t device = 0, state = 4;
    const auto parsed = from_word<EquipmentState>(report::to_text(row[state]));
    states[report::to_text(row[device])] = parsed.value_or(EquipmentState::unknown);
  }
  return states;
}

/// Without the database, the rest is told all the same: just then someone looks.
void read_database(MetricsInput& input, const Options& options, DerivedCounters& counters, DatabaseReader& reader) {
  try {
    sqlite::Database& database = reader.begin();
    const report::Snapshot snapshot{database};
    const Instant now = now_utc();
    const Instant known = known_until(options.health(), now);
    input.states = states_now(options, now, known, database);
    std::vector<DeviceName> devices;
    for (const ConfiguredDevice& device : options.site.devices) devices.push_back(device.name);
    input.derived = counters.refresh(database, devices, known);
  } catch (const sqlite::StoreError& error) {
    reader.end(true);
    if (options.complain) options.complain(std::string{"/metrics without the database: "} + error.what());
  }
}

}  // namespace

Route metrics_route(const Options& options, const RequestCounts& counts, DerivedCounters& counters) {
  return Route{.path = "/metrics",
               .least = {},
               .summary = "Figures for Prometheus",
               .description = "Prometheus's text format. Counters begin with the collector's start.",
               .answers = {{metrics_type, {}}},
               .problems = {503},
               .by_worker = [&](const Request&, DatabaseReader& reader) {
                 MetricsInput input{.version = options.version,
                                    .commit = options.commit,
                                    .figures = options.figures(),
                                    .states = {},
                                    .derived = {},
                                    .requests = counts.snapshot(),
                                    .wal_bytes = size_of_wal(options.database),
                                    .free_bytes = room_beside(options.database)};
                 read_database(input, options, counters, reader);
                 return Response{.status = 200, .content_type = std::string{metrics_type}, .body = exposition(input)};
               }};
}

}  // namespace isocenter::web
