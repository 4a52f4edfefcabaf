#pragma once

#include <iosfwd>
#include <memory>

#include "collector/report/cell.hpp"
#include "collector/report/request.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::report {

/// Writes rows to `out` as they come.
std::unique_ptr<RowSink> make_writer(Format format, std::ostream& out);

/// The program's `report NAME`: writes the report to `out` in the request's format, row by row; errors to `err`.
/// Gives the exit code: 0 done, 1 the database could not be read or `out` not written, 2 a device nobody knows.
/// `database` is open read only.
int run_report(const ReportRequest& request, sqlite::Database& database, std::ostream& out, std::ostream& err);

/// The same into any sink. Throws sqlite::StoreError; the error is an unknown device.
Result<void> write_report(const ReportRequest& request, sqlite::Database& database, RowSink& sink);

}  // namespace isocenter::report
