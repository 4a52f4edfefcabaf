#include "collector/store/derived_tables.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collector/store/derived_columns.hpp"
#include "collector/store/numbers.hpp"

namespace isocenter::collector {
namespace {

std::string put(std::string_view table, std::string_view columns) {
  const auto count = std::count(columns.begin(), columns.end(), ',') + 1;
  std::string marks = "?1";
  for (std::ptrdiff_t i = 2; i <= count; ++i) marks += fmt::format(", ?{}", i);
  return fmt::format("INSERT OR REPLACE INTO {} ({}) VALUES ({})", table, columns, marks);
}

/// Walks both lists by key: `drop` gets what only `before` has, `write` what is new or differs.
template <typename Row, typename Key, typename Drop, typename Write>
void each_difference(const std::vector<Row>& before, const std::vector<Row>& after, Key key, Drop drop, Write write) {
  std::map<decltype(key(before.front())), const Row*> left;
  for (const Row& row : before) left.emplace(key(row), &row);
  std::vector<const Row*> changed;
  for (const Row& row : after) {
    const auto found = left.find(key(row));
    if (found == left.end() || !(*found->second == row)) changed.push_back(&row);
    if (found != left.end()) left.erase(found);
  }
  for (const auto& [unused, row] : left) drop(*row);
  for (const Row* row : changed) write(*row);
}

std::string format_ids(const std::vector<std::int64_t>& ids) { return fmt::format("{}", fmt::join(ids, " ")); }

}  // namespace

DerivedTables::DerivedTables(sqlite::Database& database)
    : database_{database},
      put_exam_{database, put("exam", exam_columns)},
      drop_exam_{database, "DELETE FROM exam WHERE device = ?1 AND exam = ?2"},
      put_fault_{database, put("fault", fault_columns)},
      drop_fault_{database, "DELETE FROM fault WHERE device = ?1 AND fault = ?2"},
      put_interval_{database, put("interval", interval_columns)},
      drop_interval_{database, "DELETE FROM interval WHERE device = ?1 AND from_ms = ?2"},
      put_contradiction_{database, put("contradiction", "device, exam, declared, from_ms")},
      drop_contradiction_{database, "DELETE FROM contradiction WHERE device = ?1 AND exam = ?2"},
      select_lengths_{database,
                      "SELECT running_to - running_from FROM exam WHERE device = ?1 AND procedure = ?2 AND "
                      "running_to <= ?3 AND status = 'completed' AND inferred = 0 "
                      "ORDER BY running_to DESC, exam DESC LIMIT 50"},
      select_intervals_{database,
                        fmt::format("SELECT {0} FROM interval WHERE device = ?1 AND from_ms >= coalesce((SELECT "
                                    "max(from_ms) FROM interval WHERE device = ?1 AND from_ms <= ?2), ?2) "
                                    "ORDER BY from_ms",
                                    interval_columns)},
      select_exam_{database, "SELECT running_from FROM exam WHERE device = ?1 AND exam = ?2"},
      select_fault_{database, "SELECT reported FROM fault WHERE device = ?1 AND fault = ?2"} {}

Derived DerivedTables::read(const DeviceName& device, Instant from) {
  Derived derived;
  const std::int64_t from_ms = to_unix_ms(from);
  sqlite::Statement exams{database_,
                          fmt::format("SELECT {} FROM exam WHERE device = ?1 AND "
                                      "coalesce(running_to, 9223372036854775807) > ?2 ORDER BY running_from, exam",
                                      exam_columns)};
  exams.bind(1, device.text()).bind(2, from_ms);
  while (exams.step()) derived.exams.push_back(read_exam(exams, device));
  sqlite::Statement faults{database_, fmt::format("SELECT {} FROM fault WHERE device = ?1 AND (closed > ?2 OR closed "
                                                  "IS NULL) ORDER BY reported, fault",
                                                  fault_columns)};
  faults.bind(1, device.text()).bind(2, from_ms);
  while (faults.step()) derived.faults.push_back(read_fault(faults, device));
  derived.intervals = intervals_since(device, from);
  sqlite::Statement contradictions{
      database_,
      "SELECT c.exam, c.declared, c.from_ms FROM contradiction c JOIN exam x ON x.device = c.device AND x.exam = "
      "c.exam "
      "WHERE c.device = ?1 AND (x.running_to > ?2 OR x.running_to IS NULL) ORDER BY c.from_ms, c.exam"};
  contradictions.bind(1, device.text()).bind(2, from_ms);
  while (contradictions.step()) {
    derived.contradictions.push_back(
        {device, contradictions.text(0),
         from_word<EquipmentState>(contradictions.text_view(1)).value_or(EquipmentState::down),
         from_unix_ms(contradictions.integer(2))});
  }
  return derived;
}

void DerivedTables::write(const DeviceName& device, const Derived& before, const Derived& after) {
  write_contradictions(device, before, after);
  write_exams(device, before, after);
  write_faults(device, before, after);
  write_intervals(device, before, after);
}

void DerivedTables::write_exams(const DeviceName& device, const Derived& before, const Derived& after) {
  each_difference(
      before.exams, after.exams, [](const ExamRow& exam) { return exam.exam; },
      [&](const ExamRow& exam) { drop_exam_.bind(1, device.text()).bind(2, exam.exam).run(); },
      [&](const ExamRow& exam) {
        bind_exam(put_exam_, exam);
        put_exam_.run();
      });
}

void DerivedTables::write_faults(const DeviceName& device, const Derived& before, const Derived& after) {
  each_difference(
      before.faults, after.faults, [](const FaultRow& fault) { return fault.fault; },
      [&](const FaultRow& fault) { drop_fault_.bind(1, device.text()).bind(2, fault.fault).run(); },
      [&](const FaultRow& fault) {
        bind_fault(put_fault_, fault);
        put_fault_.run();
      });
}

void DerivedTables::write_intervals(const DeviceName& device, const Derived& before, const Derived& after) {
  each_difference(
      before.intervals, after.intervals, [](const StateInterval& interval) { return interval.period.from; },
      [&](const StateInterval& interval) {
        drop_interval_.bind(1, device.text()).bind(2, to_unix_ms(interval.period.from)).run();
      },
      [&](const StateInterval& interval) {
        bind_interval(put_interval_, interval);
        put_interval_.run();
      });
}

void DerivedTables::write_contradictions(const DeviceName& device, const Derived& before, const Derived& after) {
  std::set<KeyedHash> given, stands_before;
  for (const ExamRow& exam : after.exams) given.insert(exam.exam);
  for (const ExamRow& exam : before.exams) stands_before.insert(exam.exam);
  each_difference(
      before.contradictions, after.contradictions, [](const Contradiction& listed) { return listed.exam; },
      [&](const Contradiction& listed) {
        if (!given.contains(listed.exam) && !stands_before.contains(listed.exam)) return;
        drop_contradiction_.bind(1, device.text()).bind(2, listed.exam).run();
      },
      [&](const Contradiction& listed) {
        put_contradiction_.bind(1, device.text()).bind(2, listed.exam).bind(3, word(listed.declared));
        put_contradiction_.bind(4, to_unix_ms(listed.from)).run();
      });
}

void DerivedTables::clear() {
  database_.execute(
      "DELETE FROM exam; DELETE FROM fault; DELETE FROM interval; DELETE FROM contradiction; DELETE FROM carry");
}

std::set<DeviceName> DerivedTables::devices() {
  sqlite::Statement statement{database_,
                              "SELECT device FROM exam UNION SELECT device FROM fault UNION "
                              "SELECT device FROM interval UNION SELECT device FROM contradiction"};
  std::set<DeviceName> devices;
  while (statement.step()) {
    if (const auto name = DeviceName::parse(statement.text_view(0))) devices.insert(*name);
  }
  return devices;
}

std::vector<Milliseconds> DerivedTables::exam_lengths(const DeviceName& device, const std::string& procedure,
                                                      Instant until) {
  select_lengths_.bind(1, device.text()).bind(2, procedure).bind(3, to_unix_ms(until));
  std::vector<Milliseconds> lengths;
  while (select_lengths_.step()) lengths.emplace_back(select_lengths_.integer(0));
  return lengths;
}

std::vector<StateInterval> DerivedTables::intervals_since(const DeviceName& device, Instant from) {
  select_intervals_.bind(1, device.text()).bind(2, to_unix_ms(from));
  std::vector<StateInterval> intervals;
  while (select_intervals_.step()) intervals.push_back(read_interval(select_intervals_, device));
  return intervals;
}

std::optional<Instant> DerivedTables::exam_began(const DeviceName& device, const KeyedHash& exam) {
  select_exam_.bind(1, device.text()).bind(2, exam);
  std::optional<Instant> began;
  if (select_exam_.step()) began = from_unix_ms(select_exam_.integer(0));
  select_exam_.reset();
  return began;
}

std::optional<Instant> DerivedTables::fault_began(const DeviceName& device, const FaultId& fault) {
  select_fault_.bind(1, device.text()).bind(2, fault);
  std::optional<Instant> began;
  if (select_fault_.step()) began = from_unix_ms(select_fault_.integer(0));
  select_fault_.reset();
  return began;
}

std::optional<DerivedTables::Carry> DerivedTables::latest_carry(const DeviceName& device, Instant until) {
  sqlite::Statement statement{
      database_, "SELECT horizon, events FROM carry WHERE device = ?1 AND horizon <= ?2 ORDER BY horizon DESC LIMIT 1"};
  statement.bind(1, device.text()).bind(2, to_unix_ms(until));
  if (!statement.step()) return std::nullopt;
  return Carry{from_unix_ms(statement.integer(0)), parse_numbers(statement.text_view(1))};
}

void DerivedTables::write_carry(const DeviceName& device, const Carry& carry) {
  sqlite::Statement{database_, "INSERT OR REPLACE INTO carry (device, horizon, events) VALUES (?1, ?2, ?3)"}
      .bind(1, device.text())
      .bind(2, to_unix_ms(carry.horizon))
      .bind(3, format_ids(carry.events))
      .run();
}

void DerivedTables::drop_carries_after(const DeviceName& device, Instant horizon) {
  sqlite::Statement{database_, "DELETE FROM carry WHERE device = ?1 AND horizon > ?2"}
      .bind(1, device.text())
      .bind(2, to_unix_ms(horizon))
      .run();
}

}  // namespace isocenter::collector
