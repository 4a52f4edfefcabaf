#include "collector/report/queries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace isocenter::report {
namespace {

constexpr std::string_view status_columns[] = {"device", "title", "room", "modality",     "state", "since",   "grade",
                                               "reason", "cause", "exam", "exam_started", "node",  "observed"};
constexpr std::string_view event_columns[] = {"node",     "epoch", "seq",    "digest", "t",
                                              "received", "type",  "device", "data"};
constexpr std::string_view interval_columns[] = {"device", "state",  "from",   "to",  "cause",
                                                 "grade",  "reason", "source", "exam"};
constexpr std::string_view state_columns[] = {"device", "state", "seconds", "share"};
constexpr std::string_view exam_columns[] = {
    "exam",      "orders",          "study",    "device",    "modality",     "procedure", "subject", "status",
    "reason",    "inferred",        "ordered",  "scheduled", "arrived",      "in_room",   "started", "ended",
    "left_room", "images_complete", "reported", "signed",    "started_seen", "ended_seen"};

/// Devices that have intervals, by name; jumps from one to the next along the key, however many rows each has.
std::vector<std::string> devices_with_intervals(sqlite::Database& database) {
  sqlite::Statement next{database, "SELECT min(device) FROM interval WHERE device > ?1"};
  std::vector<std::string> names;
  for (std::string last;;) {
    next.bind(1, std::string_view{last});
    if (!next.step() || next.is_null(0)) return names;
    last = next.text(0);
    next.reset();
    names.push_back(last);
  }
}

constexpr std::chrono::seconds collector_counts_as_gone{60};

}  // namespace

Columns columns_of(ReportName name) {
  switch (name) {
    case ReportName::status: return status_columns;
    case ReportName::events: return event_columns;
    case ReportName::intervals: return interval_columns;
    case ReportName::states: return state_columns;
    case ReportName::exams: return exam_columns;
  }
  return {};
}

Result<std::vector<DeviceName>> devices_of(const ReportRequest& request, sqlite::Database& database) {
  std::vector<DeviceName> devices;
  for (const ConfiguredDevice& device : request.site.devices) devices.push_back(device.name);
  for (const std::string& text : devices_with_intervals(database)) {
    const auto name = DeviceName::parse(text);
    if (name && std::ranges::find(devices, *name) == devices.end()) devices.push_back(*name);
  }
  if (!request.device) return devices;
  if (std::ranges::find(devices, *request.device) != devices.end()) return std::vector{*request.device};
  std::vector<std::string> known;
  for (const DeviceName& device : devices) known.push_back(device.text());
  return fail(ErrorKind::invalid, "device",
              fmt::format("\"{}\" is not known{}", request.device->text(), mend_word(request.device->text(), known)));
}

std::optional<Instant> committed_until(sqlite::Database& database) {
  sqlite::Statement fact{database, "SELECT value FROM fact WHERE name = 'derived_until'"};
  if (!fact.step()) return std::nullopt;
  const std::string text = fact.text(0);
  std::int64_t unix_ms = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), unix_ms);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return from_unix_ms(unix_ms);
}

Instant known_until(const ReportRequest& request, sqlite::Database& database) {
  if (request.known_until) return std::min(*request.known_until, request.now);
  const Instant derived = committed_until(database).value_or(request.now);
  return request.now - derived > collector_counts_as_gone ? derived : request.now;
}

Snapshot::~Snapshot() {
  try {
    if (database_.in_transaction()) database_.execute("COMMIT");
  } catch (const sqlite::StoreError&) {  // reading: there is nothing to lose
  }
}

Cell text_cell(const sqlite::Statement& statement, int column) {
  if (statement.is_null(column)) return std::monostate{};
  return statement.text(column);
}

Cell time_cell(const sqlite::Statement& statement, int column) {
  if (statement.is_null(column)) return std::monostate{};
  return from_unix_ms(statement.integer(column));
}

}  // namespace isocenter::report
