#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "collector/report/cell.hpp"
#include "collector/report/request.hpp"
#include "shared/sqlite/database.hpp"

/// One query per report, each in its own file: database rows to report rows. They only read. All throw
/// sqlite::StoreError where the database cannot be read.
namespace isocenter::report {

/// Columns of each report, the same in every format (docs/kpi.md).
Columns columns_of(ReportName name);

/// What each configured device is doing now; one row per device, in the order of the board.
void write_status(const ReportRequest& request, sqlite::Database& database, RowSink& sink);

/// Exams whose running began in [from, to), by device and time; so that neighbouring windows count each exam once.
void write_exams(const ReportRequest& request, sqlite::Database& database, RowSink& sink);

/// Intervals that touch [from, to), whole, by device and time. `closed` that nobody observed is written `unknown`.
void write_intervals(const ReportRequest& request, sqlite::Database& database, RowSink& sink);

/// Seconds and share of each state that occurred in [from, to), per device; they add up to the window. Without `to` it
/// ends now, without `from` it begins 24 h before its end. Time no interval covers is `unknown`; the future is left
/// out.
void write_states(const ReportRequest& request, sqlite::Database& database, RowSink& sink);

/// Where to begin and how far to go in the log.
struct EventPage {
  std::int64_t after = 0;                 ///< the log's own number of the last event seen
  std::optional<std::int64_t> most_rows;  ///< none: all
  std::optional<std::int64_t> most_read;  ///< how many events to look at before a page ends early
  std::string type = {};                  ///< only this one, or with "fault" all that begin with "fault."; empty: all
  bool audit = true;                      ///< with those of users, sessions and refusals
};

/// Where a page ended.
struct EventPageEnd {
  std::int64_t after = 0;  ///< of the next page
  bool more = false;       ///< there is one
  bool operator==(const EventPageEnd&) const = default;
};

/// Events in the order of commit whose time on the collector's clock lies in [from, to). Neither begins nor ends the
/// sink.
EventPageEnd write_events(const ReportRequest& request, const EventPage& page, sqlite::Database& database,
                          RowSink& sink);

/// The devices to report on: the one asked for, else the configured ones in their order and then those only the
/// database knows, by name. ErrorKind::invalid, naming the nearest, where the one asked for is neither.
Result<std::vector<DeviceName>> devices_of(const ReportRequest& request, sqlite::Database& database);

/// Until when the database tells of the present: `now` while the collector works, else how far it came. An interval
/// still open then is not known to last.
Instant known_until(const ReportRequest& request, sqlite::Database& database);

/// How far things are derived by the last commit; nothing before the first one.
std::optional<Instant> committed_until(sqlite::Database& database);

/// Several statements that must see the same moment.
class Snapshot {
 public:
  explicit Snapshot(sqlite::Database& database) : database_{database} { database_.execute("BEGIN"); }
  ~Snapshot();
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  sqlite::Database& database_;
};

/// A column's value as a cell; empty where it is NULL.
Cell text_cell(const sqlite::Statement& statement, int column);
Cell time_cell(const sqlite::Statement& statement, int column);

}  // namespace isocenter::report
