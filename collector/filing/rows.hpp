#pragma once

#include "collector/report/cell.hpp"
#include "collector/statement/statement.hpp"

namespace isocenter::filing {

/// A row per line, then one per total. Milliseconds, percentages and money as the document has them; times RFC 3339.
void write_rows(const statement::Statement& statement, report::RowSink& sink);
report::Columns row_columns();

/// The same in columns that fit a terminal: lines, then what they come to.
void write_short_rows(const statement::Statement& statement, report::RowSink& sink);

}  // namespace isocenter::filing
