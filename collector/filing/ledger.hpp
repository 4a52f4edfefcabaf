#pragma once

#include <string>
#include <vector>

#include "collector/statement/statement.hpp"

namespace isocenter::filing {

/// A row of the calculation as it is printed: what, how, and a value in each reading. Pure.
struct LedgerRow {
  enum class Kind { band, line, sum, result };
  Kind kind = Kind::band;
  std::string title;
  std::vector<std::string> notes;               ///< below the title
  const statement::Line* line = nullptr;        ///< of a line
  std::size_t number = 0;                       ///< of a line, from 1
  std::string recorded, corrected;              ///< values
  std::string recorded_exact, corrected_exact;  ///< below them; may be empty
};

/// Whether what counts of such a line is lost time, by the terms.
bool is_lost(const contract::Contract& terms, statement::Part part);

/// From covered hours by the calendar down to the credit, with each line under its part; every value follows from those
/// above it. `statement` outlives the rows.
std::vector<LedgerRow> ledger_of(const statement::Statement& statement);

}  // namespace isocenter::filing
