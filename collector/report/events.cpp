#include <algorithm>

#include "collector/report/queries.hpp"

namespace isocenter::report {
namespace {

/// What is not here says so: a gap which numbers it stands for, a rejected or repeated one why.
constexpr std::string_view events_after =
    "SELECT event.id, event.when_ms, event.device, node.name, lower(hex(epoch.epoch)), event.seq,"
    " lower(hex(event.digest)), event.t, event.received, event.type,"
    " CASE WHEN event.fate = 'gap' THEN json_object('reason', coalesce(event.why, event.bytes ->> '$.data.reason'), "
    "'to', event.last)"
    " WHEN event.bytes IS NULL THEN json_object('fate', event.fate, 'why', event.why)"
    " WHEN json_valid(event.bytes) THEN event.bytes -> '$.data' END"
    " FROM event CROSS JOIN epoch ON epoch.id = event.epoch CROSS JOIN node ON node.id = epoch.node"
    " WHERE event.id > ?1 ORDER BY event.id";

/// The log is in the order of receipt, and an event's time lies at most a day after its receipt (it counts from that
/// otherwise); an hour more for a collector's clock that was set back while it was down.
constexpr std::chrono::hours latest_before_receipt{25};

/// Whether the collector's clock was set after that id: receipts are then in no order.
bool has_clock_steps(sqlite::Database& database, std::int64_t after) {
  sqlite::Statement steps{
      database,
      "SELECT 1 FROM node CROSS JOIN epoch ON epoch.node = node.id CROSS JOIN event ON event.epoch ="
      " epoch.id WHERE node.name = 'collector' AND event.type = 'clock.stepped' AND event.id > ?1"
      " LIMIT 1"};
  return steps.bind(1, after).step();
}

/// The last id before which nothing of `from` or later can stand: found by halving, without reading the log.
std::int64_t skip_to(sqlite::Database& database, std::int64_t after, Instant from) {
  sqlite::Statement last{database, "SELECT max(id) FROM event"};
  if (!last.step() || last.is_null(0) || has_clock_steps(database, after)) return after;
  sqlite::Statement probe{database, "SELECT id, received FROM event WHERE id >= ?1 ORDER BY id LIMIT 1"};
  std::int64_t low = after;  // all up to it is too old
  std::int64_t high = last.integer(0);
  const std::int64_t least = to_unix_ms(from - latest_before_receipt);
  while (low + 1 < high) {
    const std::int64_t middle = low + (high - low) / 2;
    probe.bind(1, middle);
    const bool too_old = probe.step() && probe.integer(1) < least;
    if (too_old) {
      low = probe.integer(0);
    } else {
      high = middle;
    }
    probe.reset();
  }
  return low;
}

/// Whether an event is asked for: "fault.called" by its name or by its family "fault".
bool is_of(std::string_view type, std::string_view wanted) {
  if (!type.starts_with(wanted)) return false;
  return wanted.empty() || type.size() == wanted.size() || type[wanted.size()] == '.';
}

/// Who may come in, who came and who was refused.
bool is_audit(std::string_view type) { return is_of(type, "user") || is_of(type, "session") || is_of(type, "access"); }

Row event_row(const sqlite::Statement& event) {
  Cell data = text_cell(event, 10);
  if (auto* text = std::get_if<std::string>(&data)) data = JsonText{std::move(*text)};
  return {text_cell(event, 3), text_cell(event, 4), event.integer(5),    text_cell(event, 6), time_cell(event, 7),
          time_cell(event, 8), text_cell(event, 9), text_cell(event, 2), std::move(data)};
}

}  // namespace

EventPageEnd write_events(const ReportRequest& request, const EventPage& page, sqlite::Database& database,
                          RowSink& sink) {
  const Period window{.from = request.from.value_or(Instant{}), .to = request.to.value_or(end_of_time)};
  std::int64_t last = request.from ? skip_to(database, page.after, *request.from) : page.after;
  std::int64_t rows = 0, read = 0;
  sqlite::Statement events{database, events_after};
  events.bind(1, last);
  while (events.step()) {
    if ((page.most_rows && rows >= *page.most_rows) || (page.most_read && read >= *page.most_read)) {
      return {.after = last, .more = true};
    }
    last = events.integer(0);
    ++read;
    if (!window.contains(from_unix_ms(events.integer(1)))) continue;
    if (request.device && events.text_view(2) != request.device->text()) continue;
    if (!is_of(events.text_view(9), page.type)) continue;
    if (!page.audit && is_audit(events.text_view(9))) continue;
    sink.row(event_row(events));
    ++rows;
  }
  return {.after = last, .more = false};
}

}  // namespace isocenter::report
