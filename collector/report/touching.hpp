#pragma once

#include <string_view>

#include "shared/core/names.hpp"
#include "shared/core/time.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::report {

/// The intervals of one device that touch a window, by time, along the key: however long the past is.
/// Columns: 0 device, 1 state, 2 from_ms, 3 to_ms, 4 cause, 5 grade, 6 reason, 7 source, 8 exam.
class TouchingIntervals {
 public:
  explicit TouchingIntervals(sqlite::Database& database);

  void ask(const DeviceName& device, Period window);
  bool step() { return statement_.step(); }
  const sqlite::Statement& row() const { return statement_; }
  /// The state as it is exported: `closed` that nobody observed is `unknown` (grade D; docs/kpi.md).
  std::string exported_state() const;

 private:
  sqlite::Statement statement_;
};

}  // namespace isocenter::report
