#include "collector/command/statement.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

#include "collector/command/configured.hpp"
#include "collector/filing/asked.hpp"
#include "collector/filing/pdf.hpp"
#include "collector/filing/rows.hpp"
#include "collector/report/queries.hpp"
#include "collector/report/run.hpp"
#include "collector/statement/day.hpp"

namespace isocenter::collector {
namespace {

constexpr int wrong_use = 2;

/// By the options' names, not those of the API.
int refuse(Error error) {
  if (error.where == "period_from") error.where = "period";
  fmt::print(stderr, "{}\n", to_string(error));
  return error.kind == ErrorKind::invalid ? wrong_use : 1;
}

Result<filing::Wanted> wanted_of(const StatementArguments& arguments) {
  for (const auto& [name, given] :
       {std::pair{"contract", &arguments.contract}, {"device", &arguments.device}, {"period", &arguments.period}}) {
    if (!*given || (*given)->empty())
      return fail(ErrorKind::invalid, name, "is missing; `report statement` is of one contract's period");
  }
  const auto day = statement::parse_day(*arguments.period);
  if (!day) return fail(ErrorKind::invalid, "period", "is no local date; write its first day, e.g. 2026-10-01");
  return filing::Wanted{*arguments.contract, *arguments.device, *day};
}

/// ErrorKind::invalid for a format there is not.
Result<void> print(const filing::Asked& asked, const std::string& format) {
  if (format == "pdf") {
    const auto issue = asked.edition != nullptr ? std::optional{*asked.edition} : std::nullopt;
    std::cout << filing::print_pdf(asked.statement, issue);
    return {};
  }
  if (format == "json") {
    std::cout << asked.document << '\n';
    return {};
  }
  const auto known = report::parse_format(format);
  if (!known)
    return fail(ErrorKind::invalid, "format",
                fmt::format("\"{}\" is not known; there are table, csv, json and pdf", format.substr(0, 40)));
  const auto rows = report::make_writer(*known, std::cout);
  *known == report::Format::csv ? filing::write_rows(asked.statement, *rows)
                                : filing::write_short_rows(asked.statement, *rows);
  return {};
}

int over_store(const CollectorConfiguration& configuration, const StatementArguments& arguments) {
  const auto wanted = wanted_of(arguments);
  if (!wanted) return refuse(wanted.error());
  if (!store_is_there(configuration)) return 1;
  sqlite::Database database{configuration.store, sqlite::Database::Mode::read_only};
  const report::Snapshot snapshot{database};
  const filing::Desk desk{configuration.common.title, {configuration.loaded.zone, configuration.loaded.devices}};
  filing::Drafts drafts{desk, database};
  filing::Editions editions{database};
  const auto asked = filing::find_statement(*wanted, arguments.edition, drafts, editions);
  if (!asked) return refuse(asked.error());
  const std::string format = arguments.format.value_or("table");
  if (format == "pdf" && ::isatty(STDOUT_FILENO) != 0) {
    return refuse({ErrorKind::invalid, "format", "a PDF is not for a terminal; write it into a file: > statement.pdf"});
  }
  if (const auto printed = print(*asked, format); !printed) return refuse(printed.error());
  if (std::cout.flush()) return 0;
  fmt::print(stderr, "the statement could not be written to its end; is there room, and does someone read it?\n");
  return 1;
}

}  // namespace

int statement(const std::filesystem::path& path, const StatementArguments& arguments) {
  return configured(path,
                    [&](const CollectorConfiguration& configuration) { return over_store(configuration, arguments); });
}

}  // namespace isocenter::collector
