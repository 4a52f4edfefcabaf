#include "collector/report/run.hpp"

#include <memory>
#include <optional>
#include <ostream>

#include "collector/report/csv.hpp"
#include "collector/report/json.hpp"
#include "collector/report/queries.hpp"
#include "collector/report/table.hpp"

namespace isocenter::report {

std::unique_ptr<RowSink> make_writer(Format format, std::ostream& out) {
  switch (format) {
    case Format::csv: return std::make_unique<CsvWriter>(out);
    case Format::json: return std::make_unique<JsonWriter>(out);
    case Format::table: break;
  }
  return std::make_unique<TableWriter>(out);
}

namespace {

/// Page by page, each at a moment of its own: one that lasted as long as the whole would hold up the store's
/// checkpoints.
void write_all_events(const ReportRequest& request, sqlite::Database& database, RowSink& sink) {
  constexpr std::int64_t events_looked_at = 10'000;
  sink.begin(columns_of(ReportName::events));
  EventPageEnd end{.after = 0, .more = true};
  while (end.more) {
    const Snapshot snapshot{database};
    end = write_events(request, {.after = end.after, .most_read = events_looked_at}, database, sink);
  }
  sink.end();
}

}  // namespace

Result<void> write_report(const ReportRequest& request, sqlite::Database& database, RowSink& sink) {
  std::optional<Snapshot> snapshot{std::in_place, database};
  if (const auto devices = devices_of(request, database); !devices) return tl::unexpected<Error>(devices.error());
  switch (request.name) {
    case ReportName::status: write_status(request, database, sink); break;
    case ReportName::intervals: write_intervals(request, database, sink); break;
    case ReportName::states: write_states(request, database, sink); break;
    case ReportName::exams: write_exams(request, database, sink); break;
    case ReportName::events:
      snapshot.reset();
      write_all_events(request, database, sink);
      break;
  }
  return {};
}

int run_report(const ReportRequest& request, sqlite::Database& database, std::ostream& out, std::ostream& err) {
  try {
    const auto sink = make_writer(request.format, out);
    if (const auto written = write_report(request, database, *sink); !written) {
      err << to_string(written.error()) << '\n';
      return 2;
    }
  } catch (const sqlite::StoreError& error) {
    err << database.path().string() << ": the report could not be read: " << error.what()
        << "; the collector must have begun the database, in this version\n";
    return 1;
  }
  if (out.flush()) return 0;
  err << "the report could not be written to its end; is there room, and does someone read it?\n";
  return 1;
}

}  // namespace isocenter::report
