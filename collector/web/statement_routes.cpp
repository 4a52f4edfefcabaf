#include <fmt/format.h>

#include <sstream>

#include "collector/filing/answers.hpp"
#include "collector/filing/asked.hpp"
#include "collector/filing/pdf.hpp"
#include "collector/filing/rows.hpp"
#include "collector/report/moment.hpp"
#include "collector/report/queries.hpp"
#include "collector/report/run.hpp"
#include "collector/report/uptime.hpp"
#include "collector/statement/lists.hpp"
#include "collector/web/answer_schemas.hpp"
#include "collector/web/database_reader.hpp"
#include "collector/web/json_body.hpp"
#include "collector/web/routes.hpp"
#include "collector/web/statement_asked.hpp"

namespace isocenter::web {
namespace {

using filing::Drafts;
using filing::Editions;

Response wrong(const Error& error, const Request& request) {
  if (error.kind == ErrorKind::invalid) return problem(400, "bad-parameter", to_string(error), request.path);
  return problem(503, "not-now", to_string(error), request.path);
}

/// "mr-2026-mr2-2026-10-01.pdf": of letters that every system takes.
std::string file_name(const statement::Statement& statement) {
  std::string name = statement_id(statement);
  for (char& each : name) {
    const bool is_plain = (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') || (each >= '0' && each <= '9');
    if (!is_plain) each = '-';
  }
  return name + ".pdf";
}

Response print(const filing::Asked& asked, const std::string& format, Editions& editions, const Request& request) {
  if (format == "csv") {
    std::ostringstream out;
    const auto rows = report::make_writer(report::Format::csv, out);
    filing::write_rows(asked.statement, *rows);
    return {.status = 200, .content_type = std::string{csv_type}, .body = std::move(out).str()};
  }
  if (format == "pdf") {
    const auto issue = asked.edition != nullptr ? std::optional{*asked.edition} : std::nullopt;
    return {.status = 200,
            .content_type = std::string{pdf_type},
            .body = filing::print_pdf(asked.statement, issue),
            .headers = {{"Content-Disposition", fmt::format("inline; filename=\"{}\"", file_name(asked.statement))}}};
  }
  auto answer =
      filing::statement_answer(asked.document, asked.edition, asked.shelf, asked.changed_since_issue, editions);
  return answer ? json_answer(std::move(*answer)) : wrong(answer.error(), request);
}

Response tell_statement(const Request& request, const Options& options, DatabaseReader& reader) {
  const auto wanted = asked_period(request);
  if (!wanted) return wrong(wanted.error(), request);
  sqlite::Database& database = reader.begin();
  const report::Snapshot snapshot{database};
  const filing::Desk desk{options.title, options.site};
  Drafts drafts{desk, database};
  Editions editions{database};
  const auto edition = asked_edition(request);
  if (!edition) return wrong(edition.error(), request);
  const auto asked = filing::find_statement(*wanted, *edition, drafts, editions);
  if (!asked) return wrong(asked.error(), request);
  return print(*asked, value_of(request, "format").value_or("json"), editions, request);
}

filing::Only only_of(const Request& request) {
  return {.contract = value_of(request, "contract"), .device = value_of(request, "device")};
}

Response tell_statements(const Request& request, const Options& options, DatabaseReader& reader) {
  sqlite::Database& database = reader.begin();
  const report::Snapshot snapshot{database};
  const filing::Desk desk{options.title, options.site};
  Drafts drafts{desk, database};
  Editions editions{database};
  const auto listed = filing::list_periods(drafts, editions, only_of(request));
  return listed ? json_answer(filing::list_answer(*listed)) : wrong(listed.error(), request);
}

Response tell_unexplained(const Request& request, const Options& options, DatabaseReader& reader) {
  sqlite::Database& database = reader.begin();
  const report::Snapshot snapshot{database};
  const filing::Desk desk{options.title, options.site};
  Drafts drafts{desk, database};
  const Editions editions{database};
  const auto queue = filing::list_unexplained(drafts, editions, only_of(request));
  return queue ? json_answer(filing::unexplained_answer(*queue)) : wrong(queue.error(), request);
}

Response tell_evidence(const Request& request, const Options& options, DatabaseReader& reader) {
  const auto device = DeviceName::parse(value_of(request, "device").value_or(""));
  if (!device) return wrong({ErrorKind::invalid, "device", device.error().what}, request);
  Period period;
  for (const auto& [name, edge, instant] :
       {std::tuple{"from", report::Edge::from, &period.from}, {"to", report::Edge::to, &period.to}}) {
    const auto moment = report::parse_moment(value_of(request, name).value_or(""), options.site.zone, edge);
    if (!moment) return wrong({ErrorKind::invalid, name, moment.error().what}, request);
    *instant = *moment;
  }
  if (period.empty()) return wrong({ErrorKind::invalid, "to", "must be after from"}, request);
  filing::EvidenceReader evidence{*device, std::nullopt, reader.begin()};
  return json_answer("{\"events\":" + statement::format_events(evidence.between(period)) + "}\n");
}

/// Percentages and money as texts, so that no reader rounds them.
class ExactTexts : public report::RowSink {
 public:
  explicit ExactTexts(report::RowSink& next) : next_{next} {}
  void begin(report::Columns columns) override { next_.begin(columns); }
  void row(const report::Row& row) override {
    report::Row exact = row;
    for (report::Cell& cell : exact) {
      const auto* decimal = std::get_if<report::Decimal>(&cell);
      if (decimal != nullptr && decimal->keeps_zeros) cell = report::to_text(*decimal);
    }
    next_.row(exact);
  }
  void end() override { next_.end(); }

 private:
  report::RowSink& next_;
};

Result<report::UptimeRequest> uptime_asked(const Request& request, const Drafts& drafts) {
  report::UptimeRequest asked{.contracts = {}, .from = {}, .to = {}, .known_until = drafts.known_until()};
  for (const auto& [name, day] : {std::pair{"from", &asked.from}, {"to", &asked.to}}) {
    const auto text = value_of(request, name);
    if (!text) continue;
    *day = report::parse_date(*text);
    if (!*day) return fail(ErrorKind::invalid, name, "is no local date; write e.g. 2026-11-24");
  }
  const auto only = only_of(request);
  for (const collector::ContractVersion& version : drafts.contracts()) {
    if (!version.in_force || (only.contract && version.terms.name != *only.contract)) continue;
    asked.contracts.push_back(version.terms);
    std::erase_if(asked.contracts.back().devices,
                  [&](const DeviceName& device) { return only.device && device.text() != *only.device; });
  }
  return asked;
}

Response tell_uptime(const Request& request, const Options& options, DatabaseReader& reader) {
  sqlite::Database& database = reader.begin();
  const report::Snapshot snapshot{database};
  const filing::Desk desk{options.title, options.site};
  const Drafts drafts{desk, database};
  const auto asked = uptime_asked(request, drafts);
  if (!asked) return wrong(asked.error(), request);
  const bool is_csv = value_of(request, "format") == "csv";
  std::ostringstream out;
  const auto rows = report::make_writer(is_csv ? report::Format::csv : report::Format::json, out);
  ExactTexts exact{*rows};
  const auto written = report::write_uptime(
      *asked, [&](const DeviceName& device) { return report::read_history(device, drafts.known_until(), database); },
      exact);
  if (!written) return wrong(written.error(), request);
  return {.status = 200, .content_type = std::string{is_csv ? csv_type : json_type}, .body = std::move(out).str()};
}

Parameter format_parameter(std::vector<std::string> choices) {
  return {.name = "format", .description = "json where nothing is said", .choices = std::move(choices)};
}

const Parameter only_contract{.name = "contract", .description = "only this contract"};
const Parameter only_device{.name = "device", .description = "only this device"};

}  // namespace

std::vector<Route> statement_routes(const Options& options) {
  const auto by = [&options](auto tell) {
    return [&options, tell](const Request& request, DatabaseReader& reader) { return tell(request, options, reader); };
  };
  const auto columns = filing::row_columns();
  return {
      {.path = "/api/v1/statement",
       .summary = "The uptime statement of a contract's period",
       .description =
           "With `edition` word for word as it was issued, else as it would be issued now. Each line adds up "
           "to the totals, in both readings, to the millisecond times its weight.",
       .parameters = period_parameters({{.name = "edition",
                                         .description = "an issued one; the draft of now where nothing is said",
                                         .type = "integer",
                                         .least = 1},
                                        format_parameter({"json", "csv", "pdf"})}),
       .answers = {{.content_type = json_type, .schema = answer_of("statement")},
                   {.content_type = pdf_type},
                   {.content_type = csv_type, .columns = {columns.begin(), columns.end()}}},
       .problems = {503},
       .by_worker = by(tell_statement)},
      {.path = "/api/v1/statements",
       .summary = "Periods and where their statements stand",
       .description = "All that have begun, newest first; of an issued one the figures of its last edition.",
       .parameters = {only_contract, only_device},
       .answers = {{.content_type = json_type, .schema = list_of("statement_row")}},
       .problems = {503},
       .by_worker = by(tell_statements)},
      {.path = "/api/v1/unexplained",
       .least = Role::biomed,
       .summary = "Down and limited time without a cause",
       .description = "In covered hours of periods without an issued statement, newest first.",
       .parameters = {only_contract, only_device},
       .answers = {{.content_type = json_type, .schema = list_of("unexplained")}},
       .problems = {503},
       .by_worker = by(tell_unexplained)},
      {.path = "/api/v1/evidence",
       .summary = "What was said of a device",
       .description = "Declarations, faults with their steps, and corrections in [from, to), with their place in the "
                      "chain.",
       .parameters = {{.name = "device", .description = "a device's name", .required = true},
                      {.name = "from", .description = "RFC 3339 or a local day", .required = true},
                      {.name = "to", .description = "RFC 3339, or a local day: its end", .required = true}},
       .answers = {{.content_type = json_type, .schema = answer_of("evidence_list")}},
       .problems = {503},
       .by_worker = by(tell_evidence)},
      {.path = "/api/v1/uptime",
       .summary = "Uptime of each contract, device and period",
       .description =
           "Every period that the local days `from` and `to` touch, uncut; all that have begun where neither "
           "is given.",
       .parameters = {only_contract,
                      only_device,
                      {.name = "from", .description = "a local day"},
                      {.name = "to", .description = "a local day, included"},
                      format_parameter({"json", "csv"})},
       .answers = {{.content_type = json_type, .schema = list_of("uptime_row")}, {.content_type = csv_type}},
       .problems = {503},
       .by_worker = by(tell_uptime)},
  };
}

}  // namespace isocenter::web
