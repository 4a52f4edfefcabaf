#include "collector/filing/rows.hpp"

#include <fmt/format.h>

#include <functional>

#include "collector/statement/document.hpp"

namespace isocenter::filing {
namespace {

using report::Cell;
using report::Decimal;
using report::Row;
using statement::Line;
using statement::Statement;
using statement::TenThousandthMs;
using statement::Totals;

constexpr std::string_view columns[] = {
    "row",         "part",        "from",         "to",       "state",     "cause",      "reason",
    "grade",       "source",      "declared_by",  "fault",    "lasted_ms", "covered_ms", "counted_ms",
    "weight",      "recorded_ms", "corrected_ms", "recorded", "corrected", "rule",       "reading",
    "corrections", "response_ms", "promised_ms",  "kept",     "repair_ms", "events"};
constexpr std::string_view short_columns[] = {"part",        "from",         "to",    "covered_ms",  "weight",
                                              "recorded_ms", "corrected_ms", "cause", "declared_by", "reading"};

Cell text_cell(std::string_view text) { return text.empty() ? Cell{} : Cell{std::string{text}}; }
Cell length_cell(Milliseconds length) { return std::int64_t{length.count()}; }
Cell e4_cell(TenThousandthMs e4) { return Decimal{.units = e4, .places = 4}; }
Cell e4_cell(const std::optional<TenThousandthMs>& e4) { return e4 ? e4_cell(*e4) : Cell{}; }

/// A figure of both readings.
struct Total {
  std::string_view name;
  std::function<Cell(const Totals&)> value;
  bool is_ms;
};

std::vector<Total> totals_of(const Statement& statement) {
  const bool ended = statement.ended;
  const auto money = [ended](contract::Hundredths amount) {
    return ended ? text_cell(statement::money_text(amount)) : Cell{};
  };
  return {
      {"calendar_ms", [](const Totals& t) { return length_cell(t.tally.whole()); }, true},
      {"planned_ms", [](const Totals& t) { return length_cell(t.tally.planned); }, true},
      {"unknown_ms", [](const Totals& t) { return length_cell(t.tally.unknown); }, true},
      {"excluded_ms", [](const Totals& t) { return length_cell(t.tally.excluded); }, true},
      {"covered_ms", [](const Totals& t) { return length_cell(t.uptime.covered); }, true},
      {"down_ms", [](const Totals& t) { return length_cell(t.tally.down); }, true},
      {"limited_ms", [](const Totals& t) { return length_cell(t.tally.limited); }, true},
      {"limited_lost_ms", [](const Totals& t) { return e4_cell(t.limited_lost); }, true},
      {"planned_lost_ms", [](const Totals& t) { return e4_cell(t.planned_lost); }, true},
      {"unknown_lost_ms", [](const Totals& t) { return e4_cell(t.unknown_lost); }, true},
      {"lost_ms", [](const Totals& t) { return e4_cell(t.uptime.lost_e4); }, true},
      {"allowance_ms", [](const Totals& t) { return e4_cell(t.uptime.allowance_e4); }, true},
      {"margin_ms", [ended](const Totals& t) { return ended ? e4_cell(t.uptime.margin_e4) : Cell{}; }, true},
      {"uptime_percent", [](const Totals& t) { return text_cell(statement::percent_text(t.uptime.uptime)); }, false},
      {"worst_percent", [](const Totals& t) { return text_cell(statement::percent_text(t.uptime.worst)); }, false},
      {"best_percent", [](const Totals& t) { return text_cell(statement::percent_text(t.uptime.best)); }, false},
      {"price", [](const Totals& t) { return text_cell(statement::money_text(t.uptime.price)); }, false},
      {"step_credit", [money](const Totals& t) { return money(t.uptime.step_credit); }, false},
      {"hourly_credit", [money](const Totals& t) { return money(t.uptime.hourly_credit); }, false},
      {"credit", [money](const Totals& t) { return money(t.uptime.credit); }, false},
  };
}

report::Words places_of(const Line& line) {
  report::Words words;
  for (const statement::Evidence& event : line.events) {
    const collector::EventId& id = event.place.id;
    words.words.push_back(fmt::format("{}/{}/{}", id.node.text(), to_string(id.epoch), id.seq));
  }
  return words;
}

std::string reasons_of(const Line& line) {
  std::string text;
  for (const statement::Correction& correction : line.corrections) {
    text += fmt::format("{}{} by {}: {}", text.empty() ? "" : "; ", word(correction.said.reading), correction.said.by,
                        correction.said.reason);
  }
  return text;
}

std::string_view reading_of(const Line& line) {
  return line.corrections.empty() ? std::string_view{} : word(line.corrections.back().said.reading);
}

Cell cause_cell(const Line& line) { return line.cause ? text_cell(word(*line.cause)) : Cell{}; }

Row line_row(const Line& line) {
  const auto& response = line.response;
  const auto kept = response ? response->kept() : std::nullopt;
  return {"line",
          text_cell(word(line.part)),
          line.when.from,
          line.when.to,
          text_cell(word(line.state)),
          cause_cell(line),
          text_cell(line.reason),
          text_cell(word(line.grade)),
          text_cell(line.source),
          text_cell(line.declared_by),
          text_cell(line.fault),
          length_cell(line.when.length()),
          length_cell(line.covered),
          length_cell(line.counted),
          Decimal{.units = line.weight.units, .places = 4},
          e4_cell(line.recorded),
          e4_cell(line.corrected),
          {},
          {},
          text_cell(word(line.because)),
          text_cell(reading_of(line)),
          text_cell(reasons_of(line)),
          response ? length_cell(response->covered) : Cell{},
          response && response->promised ? length_cell(*response->promised) : Cell{},
          kept ? Cell{*kept} : Cell{},
          line.repair ? length_cell(*line.repair) : Cell{},
          places_of(line)};
}

Row total_row(const Total& total, const Statement& statement) {
  Row row(std::size(columns));
  row[0] = "total";
  row[1] = text_cell(total.name);
  const std::size_t first = total.is_ms ? 15 : 17;
  row[first] = total.value(statement.recorded);
  row[first + 1] = total.value(statement.corrected);
  return row;
}

}  // namespace

report::Columns row_columns() { return columns; }

void write_rows(const Statement& statement, report::RowSink& sink) {
  sink.begin(columns);
  for (const Line& line : statement.lines) sink.row(line_row(line));
  for (const Total& total : totals_of(statement)) sink.row(total_row(total, statement));
  sink.end();
}

void write_short_rows(const Statement& statement, report::RowSink& sink) {
  sink.begin(short_columns);
  for (const Line& line : statement.lines) {
    sink.row({text_cell(word(line.part)), line.when.from, line.when.to, length_cell(line.covered),
              Decimal{.units = line.weight.units, .places = 4}, e4_cell(line.recorded), e4_cell(line.corrected),
              cause_cell(line), text_cell(line.declared_by), text_cell(reading_of(line))});
  }
  for (const Total& total : totals_of(statement)) {
    sink.row({text_cell(total.name),
              {},
              {},
              {},
              {},
              total.value(statement.recorded),
              total.value(statement.corrected),
              {},
              {},
              {}});
  }
  sink.end();
}

}  // namespace isocenter::filing
