#include "collector/report/queries.hpp"
#include "collector/report/touching.hpp"

namespace isocenter::report {

void write_intervals(const ReportRequest& request, sqlite::Database& database, RowSink& sink) {
  const auto devices = devices_of(request, database);
  const Period window{.from = request.from.value_or(Instant{}), .to = request.to.value_or(end_of_time)};
  sink.begin(columns_of(ReportName::intervals));
  TouchingIntervals intervals{database};
  for (const DeviceName& device : devices.value()) {
    intervals.ask(device, window);
    while (intervals.step()) {
      const sqlite::Statement& row = intervals.row();
      sink.row({text_cell(row, 0), intervals.exported_state(), time_cell(row, 2), time_cell(row, 3), text_cell(row, 4),
                text_cell(row, 5), text_cell(row, 6), text_cell(row, 7), text_cell(row, 8)});
    }
  }
  sink.end();
}

}  // namespace isocenter::report
