#include <algorithm>

#include "collector/report/queries.hpp"

namespace isocenter::report {
namespace {

constexpr std::string_view open_interval =
    "SELECT state, from_ms, grade, reason, cause, exam FROM interval WHERE device = ?1 ORDER BY from_ms DESC LIMIT 1";
constexpr std::string_view exam_start = "SELECT running_from FROM exam WHERE device = ?1 AND exam = ?2";
/// The newest word about the device; along its index.
constexpr std::string_view newest_event =
    "SELECT max(when_ms) FROM event WHERE device = ?1 AND fate = 'stored' AND type <> 'reading.taken'";

struct Now {
  Cell state = std::string{"unknown"}, since, grade = std::string{"D"}, reason, cause, exam, exam_started, observed;
};

class StatusReader {
 public:
  StatusReader(const ReportRequest& request, sqlite::Database& database)
      : interval_{database, open_interval},
        exam_start_{database, exam_start},
        newest_{database, newest_event},
        now_{request.now},
        known_{known_until(request, database)} {}

  Now read(const DeviceName& device) {
    Now now;
    interval_.bind(1, std::string_view{device.text()});
    if (interval_.step()) fill(now, device);
    interval_.reset();
    return now;
  }

 private:
  void fill(Now& now, const DeviceName& device) {
    const bool told = interval_.text_view(2) != "D";
    now.observed = last_observed(device, told);
    if (known_ < now_) {  // the collector is not there: what holds now nobody knows
      now.since = known_;
      now.reason = std::string{"collector_offline"};
      return;
    }
    now.state = text_cell(interval_, 0);
    now.since = time_cell(interval_, 1);
    now.grade = text_cell(interval_, 2);
    now.reason = text_cell(interval_, 3);
    now.cause = text_cell(interval_, 4);
    now.exam = text_cell(interval_, 5);
    if (!interval_.is_null(5)) now.exam_started = start_of(device, interval_.text_view(5));
  }

  /// Until when somebody told: as far as is known while the grade says so, else the last event of the device.
  Cell last_observed(const DeviceName& device, bool told) {
    if (told) return known_;
    newest_.bind(1, std::string_view{device.text()});
    Cell newest = newest_.step() ? time_cell(newest_, 0) : Cell{};
    newest_.reset();
    if (!std::holds_alternative<Instant>(newest)) return newest;
    return std::min(std::get<Instant>(newest), known_);
  }

  Cell start_of(const DeviceName& device, std::string_view exam) {
    exam_start_.bind(1, std::string_view{device.text()}).bind(2, exam);
    Cell start = exam_start_.step() ? time_cell(exam_start_, 0) : Cell{};
    exam_start_.reset();
    return start;
  }

  sqlite::Statement interval_, exam_start_, newest_;
  Instant now_, known_;
};

}  // namespace

void write_status(const ReportRequest& request, sqlite::Database& database, RowSink& sink) {
  sink.begin(columns_of(ReportName::status));
  StatusReader reader{request, database};
  for (const ConfiguredDevice& device : request.site.devices) {
    if (request.device && device.name != *request.device) continue;
    Now now = reader.read(device.name);
    const Cell node = device.node ? Cell{device.node->text()} : Cell{};
    sink.row({device.name.text(), device.title, device.room, device.modality, now.state, now.since, now.grade,
              now.reason, now.cause, now.exam, now.exam_started, node, now.observed});
  }
  sink.end();
}

}  // namespace isocenter::report
