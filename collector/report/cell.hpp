#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/core/time.hpp"

/// What a report is made of: named columns and rows of typed cells, handed on row by row so that a log of millions of
/// events never lies in memory at once.
namespace isocenter::report {

/// A decimal number kept exact: `units` / 10^`places`; written without trailing zeros unless it keeps them.
struct Decimal {
  std::int64_t units = 0;
  int places = 0;
  bool keeps_zeros = false;
  bool operator==(const Decimal&) const = default;
};

/// Several words: a JSON list, in csv and tables separated by one space.
struct Words {
  std::vector<std::string> words;
  bool operator==(const Words&) const = default;
};

/// JSON text, well formed, passed on as it stands; in csv and tables as text.
struct JsonText {
  std::string text;
  bool operator==(const JsonText&) const = default;
};

/// monostate: there is nothing; null in json, empty elsewhere.
using Cell = std::variant<std::monostate, std::string, std::int64_t, bool, Decimal, Instant, Words, JsonText>;
using Columns = std::span<const std::string_view>;
using Row = std::vector<Cell>;

/// Takes a report row by row; every row has a cell per column.
class RowSink {
 public:
  virtual ~RowSink() = default;
  virtual void begin(Columns columns) = 0;
  virtual void row(const Row& row) = 0;
  virtual void end() = 0;
};

/// A whole report in memory, for what is small.
struct Report {
  std::vector<std::string> columns;
  std::vector<Row> rows;
};

class CollectRows : public RowSink {
 public:
  void begin(Columns columns) override { report.columns.assign(columns.begin(), columns.end()); }
  void row(const Row& row) override { report.rows.push_back(row); }
  void end() override {}

  Report report;
};

/// The cell as csv and tables show it: times RFC 3339, a bool "true" or "false".
std::string to_text(const Cell& cell);
std::string to_text(const Decimal& decimal);

}  // namespace isocenter::report
