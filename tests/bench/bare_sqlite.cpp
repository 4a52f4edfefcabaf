#include "tests/bench/bare_sqlite.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "collector/store/store.hpp"

namespace isocenter::bench {
namespace {

constexpr std::size_t events_per_transaction = 1000;

using Value = std::variant<std::monostate, std::int64_t, double, std::string, std::vector<std::uint8_t>>;
using Row = std::vector<Value>;

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

Prepared prepare(sqlite::Database& database, const std::string& sql) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(database.handle(), sql.c_str(), -1, &raw, nullptr) != SQLITE_OK) {
    throw std::runtime_error{fmt::format("bare SQLite: {}: {}", sql, sqlite3_errmsg(database.handle()))};
  }
  return Prepared{raw};
}

Value value_at(sqlite3_stmt* row, int column) {
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(row, column));
  switch (sqlite3_column_type(row, column)) {
    case SQLITE_INTEGER: return sqlite3_column_int64(row, column);
    case SQLITE_FLOAT: return sqlite3_column_double(row, column);
    case SQLITE_TEXT: return std::string{reinterpret_cast<const char*>(sqlite3_column_text(row, column)), size};
    case SQLITE_BLOB: {
      const auto* start = static_cast<const std::uint8_t*>(sqlite3_column_blob(row, column));
      return std::vector<std::uint8_t>{start, start + size};
    }
    default: return std::monostate{};
  }
}

/// Binds without a copy: the rows outlive the statement.
struct BindTo {
  sqlite3_stmt* statement;
  int parameter;
  void operator()(std::monostate) const { sqlite3_bind_null(statement, parameter); }
  void operator()(std::int64_t value) const { sqlite3_bind_int64(statement, parameter, value); }
  void operator()(double value) const { sqlite3_bind_double(statement, parameter, value); }
  void operator()(const std::string& value) const {
    sqlite3_bind_text64(statement, parameter, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
  }
  void operator()(const std::vector<std::uint8_t>& value) const {
    sqlite3_bind_blob64(statement, parameter, value.data(), value.size(), SQLITE_STATIC);
  }
};

/// A table's rows in memory, and the statement that inserts them elsewhere.
class Table {
 public:
  Table(sqlite::Database& from, sqlite::Database& to, const std::string& name) {
    const Prepared select = prepare(from, fmt::format("SELECT * FROM {}", name));
    const int columns = sqlite3_column_count(select.get());
    while (sqlite3_step(select.get()) == SQLITE_ROW) {
      Row row;
      for (int column = 0; column < columns; ++column) row.push_back(value_at(select.get(), column));
      rows_.push_back(std::move(row));
    }
    std::string marks = "?";
    for (int i = 1; i < columns; ++i) marks += ", ?";
    insert_ = prepare(to, fmt::format("INSERT OR REPLACE INTO {} VALUES ({})", name, marks));
  }

  std::size_t size() const { return rows_.size(); }
  void insert_until(std::size_t end) {
    for (; next_ < end; ++next_) {
      int parameter = 0;
      for (const Value& value : rows_[next_]) std::visit(BindTo{insert_.get(), ++parameter}, value);
      if (sqlite3_step(insert_.get()) != SQLITE_DONE) throw std::runtime_error{"bare SQLite: a row is refused"};
      sqlite3_reset(insert_.get());
    }
  }

 private:
  std::vector<Row> rows_;
  Prepared insert_;
  std::size_t next_ = 0;
};

}  // namespace

BareInserts insert_bare(const std::filesystem::path& from, const std::filesystem::path& to) {
  sqlite::Database source{from, sqlite::Database::Mode::read_only};
  collector::Store target{to};
  std::vector<Table> first;
  for (const char* name : {"node", "epoch"}) first.emplace_back(source, target.database(), name);
  Table events{source, target.database(), "event"};
  std::vector<Table> derived;
  for (const char* name : {"exam", "fault", "interval", "contradiction", "carry", "fact"}) {
    derived.emplace_back(source, target.database(), name);
  }
  BareInserts result{.events = events.size()};
  for (const Table& table : derived) result.derived += table.size();

  const auto start = std::chrono::steady_clock::now();
  for (std::size_t end = 0; end < events.size();) {
    end = std::min(end + events_per_transaction, events.size());
    sqlite::Transaction transaction{target.database()};
    for (Table& table : first) table.insert_until(table.size());
    events.insert_until(end);
    for (Table& table : derived) table.insert_until(table.size() * end / events.size());
    transaction.commit();
  }
  result.took = std::chrono::steady_clock::now() - start;
  return result;
}

}  // namespace isocenter::bench
