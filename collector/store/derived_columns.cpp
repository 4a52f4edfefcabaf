#include "collector/store/derived_columns.hpp"

#include <algorithm>

namespace isocenter::collector {
namespace {

using sqlite::Statement;

std::optional<std::int64_t> time_column(const std::optional<Instant>& instant) {
  return instant ? std::optional{to_unix_ms(*instant)} : std::nullopt;
}

std::optional<std::string_view> text_column(const std::optional<std::string>& text) {
  return text ? std::optional<std::string_view>{*text} : std::nullopt;
}

std::optional<Instant> read_time(const Statement& statement, int column) {
  return statement.is_null(column) ? std::nullopt : std::optional{from_unix_ms(statement.integer(column))};
}

std::optional<std::string> read_text(const Statement& statement, int column) {
  return statement.is_null(column) ? std::nullopt : std::optional{statement.text(column)};
}

Instant read_end(const Statement& statement, int column) { return read_time(statement, column).value_or(end_of_time); }

template <typename Enum>
Enum read_word(const Statement& statement, int column, Enum otherwise) {
  return from_word<Enum>(statement.text_view(column)).value_or(otherwise);
}

/// The times of a row in the order of its columns, so that binding and reading cannot part.
template <typename Exam>
auto exam_times(Exam& exam) {
  return std::array{&exam.ordered,  &exam.scheduled, &exam.arrived,      &exam.in_room,
                    &exam.started,  &exam.ended,     &exam.left_room,    &exam.images_complete,
                    &exam.reported, &exam.is_signed, &exam.started_seen, &exam.ended_seen};
}

template <typename Fault>
auto fault_times(Fault& fault) {
  return std::array{&fault.called,   &fault.acknowledged, &fault.on_site,
                    &fault.repaired, &fault.released,     &fault.closed};
}

}  // namespace

std::optional<std::int64_t> end_column(Instant end) {
  return end >= end_of_time ? std::nullopt : std::optional{to_unix_ms(end)};
}

std::string format_orders(const std::vector<KeyedHash>& orders) {
  std::string json = "[";
  for (const KeyedHash& order : orders) {
    if (json.size() > 1) json += ',';
    json += '"' + order + '"';
  }
  return json + ']';
}

std::vector<KeyedHash> parse_orders(std::string_view json) {
  std::vector<KeyedHash> orders;
  std::size_t from = json.find('"');
  while (from != std::string_view::npos) {
    const std::size_t to = json.find('"', from + 1);
    if (to == std::string_view::npos) break;
    orders.emplace_back(json.substr(from + 1, to - from - 1));
    from = json.find('"', to + 1);
  }
  return orders;
}

void bind_exam(Statement& s, const ExamRow& exam) {
  s.bind(1, exam.exam).bind(2, exam.device.text()).bind(3, format_orders(exam.orders));
  s.bind_optional(4, text_column(exam.study)).bind(5, exam.modality).bind(6, exam.procedure);
  s.bind(7, word(exam.subject)).bind(8, word(exam.status)).bind(9, exam.reason);
  s.bind(10, std::int64_t{exam.inferred ? 1 : 0});
  int column = 11;
  for (const auto* time : exam_times(exam)) s.bind_optional(column++, time_column(*time));
  s.bind_optional(23, exam.images).bind(24, to_unix_ms(exam.running.from));
  s.bind_optional(25, end_column(exam.running.to));
}

ExamRow read_exam(const Statement& s, const DeviceName& device) {
  ExamRow exam{.exam = s.text(0),
               .orders = parse_orders(s.text_view(2)),
               .study = read_text(s, 3),
               .device = device,
               .modality = s.text(4),
               .procedure = s.text(5)};
  exam.subject = read_word(s, 6, Subject::unknown);
  exam.status = read_word(s, 7, ExamStatus::in_progress);
  exam.reason = s.text(8);
  exam.inferred = s.integer(9) != 0;
  int column = 10;
  for (auto* time : exam_times(exam)) *time = read_time(s, column++);
  if (!s.is_null(22)) exam.images = s.integer(22);
  exam.running = {from_unix_ms(s.integer(23)), read_end(s, 24)};
  return exam;
}

void bind_fault(Statement& s, const FaultRow& fault) {
  s.bind(1, fault.fault).bind(2, fault.device.text()).bind(3, fault.code).bind(4, word(fault.effect));
  s.bind(5, word(fault.cause)).bind(6, fault.source).bind(7, to_unix_ms(fault.reported));
  int column = 8;
  for (const auto* time : fault_times(fault)) s.bind_optional(column++, time_column(*time));
  s.bind(14, fault.closed_by).bind(15, fault.note);
}

FaultRow read_fault(const Statement& s, const DeviceName& device) {
  FaultRow fault{.fault = s.text(0), .device = device, .code = s.text(2)};
  fault.effect = read_word(s, 3, Effect::down);
  fault.cause = read_word(s, 4, Cause::unexplained);
  fault.source = s.text(5);
  fault.reported = from_unix_ms(s.integer(6));
  int column = 7;
  for (auto* time : fault_times(fault)) *time = read_time(s, column++);
  fault.closed_by = s.text(13);
  fault.note = s.text(14);
  return fault;
}

void bind_interval(Statement& s, const StateInterval& interval) {
  s.bind(1, interval.device.text()).bind(2, to_unix_ms(interval.period.from));
  s.bind_optional(3, end_column(interval.period.to)).bind(4, word(interval.state));
  s.bind_optional(5, interval.cause ? std::optional{word(*interval.cause)} : std::nullopt);
  s.bind(6, word(interval.grade)).bind(7, interval.reason).bind(8, interval.source);
  s.bind_optional(9, text_column(interval.exam));
  if (!interval.began_by) {
    s.bind_null(10).bind_null(11).bind_null(12);
    return;
  }
  s.bind(10, interval.began_by->node.text()).bind_blob(11, interval.began_by->epoch.bytes);
  s.bind(12, static_cast<std::int64_t>(interval.began_by->seq));
}

StateInterval read_interval(const Statement& s, const DeviceName& device) {
  StateInterval interval{.device = device, .state = read_word(s, 3, EquipmentState::unknown)};
  interval.period = {from_unix_ms(s.integer(1)), read_end(s, 2)};
  if (!s.is_null(4)) interval.cause = from_word<Cause>(s.text_view(4));
  interval.grade = read_word(s, 5, Grade::d);
  interval.reason = s.text(6);
  interval.source = s.text(7);
  interval.exam = read_text(s, 8);
  const auto node = NodeName::parse(s.text_view(9));
  if (node && !s.is_null(10)) {
    EventId began_by{*node, {}, static_cast<std::uint64_t>(s.integer(11))};
    const auto epoch = s.blob(10);
    std::copy_n(epoch.begin(), std::min(epoch.size(), began_by.epoch.bytes.size()), began_by.epoch.bytes.begin());
    interval.began_by = std::move(began_by);
  }
  return interval;
}

}  // namespace isocenter::collector
