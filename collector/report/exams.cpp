#include <nlohmann/json.hpp>

#include "collector/report/queries.hpp"

namespace isocenter::report {
namespace {

constexpr std::string_view exams_of_device =
    "SELECT exam, orders, study, device, modality, procedure, subject, status, reason, inferred,"
    " ordered, scheduled, arrived, in_room, started, ended, left_room, images_complete, reported, signed,"
    " started_seen, ended_seen"
    " FROM exam WHERE device = ?1 AND running_from >= ?2 AND running_from < ?3 ORDER BY running_from, exam";

/// The stored JSON list of keyed hashes.
Words orders_of(const std::string& json) {
  Words orders;
  const auto list = nlohmann::json::parse(json, nullptr, false);
  if (!list.is_array()) return orders;
  for (const auto& order : list) {
    if (order.is_string()) orders.words.push_back(order.get<std::string>());
  }
  return orders;
}

Row exam_row(const sqlite::Statement& exam) {
  constexpr int orders = 1, inferred = 9, first_time = 10, columns = 22;
  Row row;
  row.reserve(columns);
  for (int i = 0; i < columns; ++i) {
    if (i == orders) {
      row.emplace_back(orders_of(exam.text(i)));
    } else if (i == inferred) {
      row.emplace_back(exam.integer(i) != 0);
    } else {
      row.push_back(i < first_time ? text_cell(exam, i) : time_cell(exam, i));
    }
  }
  return row;
}

}  // namespace

void write_exams(const ReportRequest& request, sqlite::Database& database, RowSink& sink) {
  const auto devices = devices_of(request, database);
  sink.begin(columns_of(ReportName::exams));
  sqlite::Statement exams{database, exams_of_device};
  for (const DeviceName& device : devices.value()) {
    exams.bind(1, std::string_view{device.text()})
        .bind(2, to_unix_ms(request.from.value_or(Instant{})))
        .bind(3, to_unix_ms(request.to.value_or(end_of_time)));
    while (exams.step()) sink.row(exam_row(exams));
    exams.reset();
  }
  sink.end();
}

}  // namespace isocenter::report
