#include "collector/statement/document.hpp"

#include <fmt/format.h>

#include "collector/contract/format_contract.hpp"
#include "collector/statement/document_json.hpp"

namespace isocenter::statement {

void put_place(const Place& place, Json& json) {
  json["node"] = place.id.node.text();
  json["epoch"] = to_string(place.id.epoch);
  json["seq"] = place.id.seq;
  json["digest"] = to_string(place.digest);
  json["log_row"] = place.log_row;
}

Json evidence_json(const Evidence& evidence) {
  Json json{{"t", format_rfc3339(evidence.when)}, {"type", evidence.type}};
  put_place(evidence.place, json);
  json["what"] = evidence.what;
  return json;
}

std::string dump(const Json& json) { return json.dump(-1, ' ', true, Json::error_handler_t::replace); }

namespace {

using contract::Contract;
using contract::TenThousandths;

constexpr std::string_view lines_begin = R"(,"lines":[)";

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}
/// A JSON number that says the same as ms_text.
Json ms_json(TenThousandthMs e4) {
  if (e4 % 10'000 == 0) return e4 / 10'000;
  return static_cast<double>(e4) / 10'000;
}

std::string decimal_text(TenThousandths number) {
  std::string text = fmt::format("{}.{:04}", number.units / 10'000, number.units % 10'000);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

/// As reports write percentages.
std::string rate_text(TenThousandths percent) {
  return fmt::format("{}.{:04}00", percent.units / 10'000, percent.units % 10'000);
}

Json period_json(const Period& period) {
  return {{"from", format_rfc3339(period.from)}, {"to", format_rfc3339(period.to)}};
}

Json spans_json(const Contract& terms) {
  static constexpr std::array<const char*, 7> days{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  Json covered = Json::object();
  for (const LocalSpan& span : terms.covered) {
    covered[days.at(static_cast<std::size_t>(span.weekday) - 1)].push_back(
        fmt::format("{:02}:{:02}-{:02}:{:02}", span.from_minute / 60, span.from_minute % 60, span.to_minute / 60,
                    span.to_minute % 60));
  }
  return covered;
}

Json terms_json(const Statement& statement) {
  const Contract& terms = statement.terms;
  Json causes = Json::array(), holidays = Json::array(), steps = Json::array();
  for (const Cause cause : terms.excluded_causes) causes.push_back(word(cause));
  for (const contract::LocalDate& day : terms.holidays) holidays.push_back(contract::date_text(day));
  for (const contract::CreditStep& step : terms.credit) {
    steps.push_back(
        {{"below_percent", rate_text(step.below_percent)}, {"credit_percent", rate_text(step.credit_percent)}});
  }
  const auto decimal_or_null = [](const auto& number) { return number ? Json(decimal_text(*number)) : Json(nullptr); };
  return {
      {"name", terms.name},
      {"vendor", terms.vendor},
      {"version", statement.version},
      {"digest", to_string(statement.terms_digest)},
      {"zone", terms.zone},
      {"starts", contract::date_text(terms.starts)},
      {"ends", contract::date_text(terms.ends)},
      {"period", word(terms.period)},
      {"guaranteed_percent", terms.guaranteed_percent ? Json(rate_text(*terms.guaranteed_percent)) : Json(nullptr)},
      {"allowed_lost_hours", decimal_or_null(terms.allowed_lost_hours)},
      {"planned_down", word(terms.planned_down)},
      {"unknown", word(terms.unknown)},
      {"limited_weight", decimal_text(terms.limited_weight)},
      {"minimum_outage_minutes", std::int64_t{terms.minimum_outage.count()}},
      {"outage_starts", word(terms.outage_starts)},
      {"outage_ends", word(terms.outage_ends)},
      {"response_hours", decimal_or_null(terms.response_hours)},
      {"annual_price", money_text(terms.annual_price)},
      {"currency", terms.currency},
      {"credit", steps},
      {"credit_per_hour", money_text(terms.credit_per_hour)},
      {"credit_cap_percent", rate_text(terms.credit_cap_percent)},
      {"excluded_causes", causes},
      {"covered", spans_json(terms)},
      {"holidays", holidays},
      {"terms", contract::format_contract(terms)},
  };
}

Json totals_json(const Statement& statement, const Totals& totals) {
  const contract::CoveredTally& tally = totals.tally;
  const contract::Uptime& uptime = totals.uptime;
  const auto owed = [&](contract::Hundredths amount) {
    return statement.ended ? Json(money_text(amount)) : Json(nullptr);
  };
  const bool has_margin = statement.ended && uptime.margin_e4;
  return {
      {"calendar_ms", std::int64_t{tally.whole().count()}},
      {"planned_ms", std::int64_t{tally.planned.count()}},
      {"unknown_ms", std::int64_t{tally.unknown.count()}},
      {"excluded_ms", std::int64_t{tally.excluded.count()}},
      {"covered_ms", std::int64_t{uptime.covered.count()}},
      {"down_ms", std::int64_t{tally.down.count()}},
      {"limited_ms", std::int64_t{tally.limited.count()}},
      {"limited_lost_ms", ms_json(totals.limited_lost)},
      {"planned_lost_ms", ms_json(totals.planned_lost)},
      {"unknown_lost_ms", ms_json(totals.unknown_lost)},
      {"lost_ms", ms_json(uptime.lost_e4)},
      {"uptime_percent", text_or_null(percent_text(uptime.uptime))},
      {"worst_percent", text_or_null(percent_text(uptime.worst))},
      {"best_percent", text_or_null(percent_text(uptime.best))},
      {"allowance_ms", ms_json(uptime.allowance_e4)},
      {"margin_ms", has_margin ? ms_json(*uptime.margin_e4) : Json(nullptr)},
      {"price", money_text(uptime.price)},
      {"step_credit", owed(uptime.step_credit)},
      {"hourly_credit", owed(uptime.hourly_credit)},
      {"credit", owed(uptime.credit)},
      {"days", statement.period.days()},
      {"days_of_year", contract::days_of_year(statement.period.from.year())},
  };
}

Json correction_json(const Correction& correction) {
  Json json{{"reading", word(correction.said.reading)},
            {"from", format_rfc3339(correction.said.from)},
            {"to", format_rfc3339(correction.said.to)},
            {"state", word_or_null(correction.said.state)},
            {"cause", word_or_null(correction.said.cause)},
            {"reason", correction.said.reason},
            {"by", correction.said.by},
            {"at", format_rfc3339(correction.at)}};
  put_place(correction.place, json);
  return json;
}

Json response_json(const std::optional<Response>& response) {
  if (!response) return nullptr;
  return {{"called", format_rfc3339(response->called)},
          {"on_site", format_rfc3339(response->on_site)},
          {"covered_ms", std::int64_t{response->covered.count()}},
          {"promised_ms", ms_or_null(response->promised)},
          {"kept", or_null(response->kept())}};
}

enum class With { all, figures };

Json line_json(const Line& line, With with) {
  Json corrections = Json::array(), pieces = Json::array(), events = Json::array();
  for (const Correction& correction : line.corrections) corrections.push_back(correction_json(correction));
  for (const Period& piece : line.pieces) pieces.push_back(period_json(piece));
  const auto reading = line.corrections.empty() ? Json(nullptr) : Json(word(line.corrections.back().said.reading));
  Json json{
      {"part", word(line.part)},
      {"from", format_rfc3339(line.when.from)},
      {"state", word(line.state)},
      {"recorded_state", word(line.recorded_state)},
      {"cause", word_or_null(line.cause)},
      {"recorded_cause", word_or_null(line.recorded_cause)},
      {"reason", line.reason},
      {"grade", word(line.grade)},
      {"source", line.source},
      {"fault", text_or_null(line.fault)},
      {"covered_ms", std::int64_t{line.covered.count()}},
      {"counted_ms", std::int64_t{line.counted.count()}},
      {"weight", decimal_text(line.weight)},
      {"recorded_ms", line.recorded ? ms_json(*line.recorded) : Json(nullptr)},
      {"corrected_ms", line.corrected ? ms_json(*line.corrected) : Json(nullptr)},
      {"until_recorded", line.until_recorded()},
      {"rule", text_or_null(word(line.because))},
      {"reading", reading},
      {"corrections", corrections},
      {"response", response_json(line.response)},
      {"repair_ms", ms_or_null(line.repair)},
      {"pieces", pieces},
  };
  if (with == With::figures) return json;
  json["to"] = format_rfc3339(line.when.to);
  json["lasts"] = line.lasts;  // its end may come later than the period's, and cost nothing
  json["lasted_ms"] = std::int64_t{line.when.length().count()};
  json["declared_by"] = text_or_null(line.declared_by);
  for (const Evidence& evidence : line.events) events.push_back(evidence_json(evidence));
  json["events"] = events;
  return json;
}

Json lines_json(const Statement& statement, With with) {
  Json lines = Json::array();
  for (const Line& line : statement.lines) lines.push_back(line_json(line, with));
  return lines;
}

}  // namespace

std::string money_text(contract::Hundredths amount) {
  const std::int64_t size = amount.units < 0 ? -amount.units : amount.units;
  return fmt::format("{}{}.{:02}", amount.units < 0 ? "-" : "", size / 100, size % 100);
}

std::string percent_text(const contract::Percent& percent) {
  if (!percent) return "";
  const std::int64_t size = *percent < 0 ? -*percent : *percent;
  return fmt::format("{}{}.{:06}", *percent < 0 ? "-" : "", size / 1'000'000, size % 1'000'000);
}

std::string ms_text(TenThousandthMs e4) {
  const std::int64_t size = e4 < 0 ? -e4 : e4;
  return (e4 < 0 ? "-" : "") + decimal_text(TenThousandths{size});
}

std::string format_document(const Statement& statement) {
  const bool is_draft = statement.edition == 0;
  const DeviceFacts& device = statement.device;
  const Json json{
      {"statement", is_draft ? Json(nullptr) : Json(statement_id(statement))},
      {"edition", is_draft ? Json(nullptr) : Json(statement.edition)},
      {"site", statement.site},
      {"figures", to_string(statement.figures)},
      {"recorded", totals_json(statement, statement.recorded)},
      {"corrected", totals_json(statement, statement.corrected)},
      {"contract", terms_json(statement)},
      {"device",
       {{"name", device.name},
        {"title", device.title},
        {"manufacturer", device.manufacturer},
        {"model", device.model},
        {"serial", device.serial}}},
      {"period",
       {{"from", contract::date_text(statement.period.from)},
        {"to", contract::date_text(statement.period.to)},
        {"ended", statement.ended}}},
      {"tzdata", statement.tzdata},
      {"log_to", format_rfc3339(statement.log_to)},
      {"log_row", statement.log_row},
      {"lines", lines_json(statement, With::all)},
  };
  return dump(json);
}

std::optional<std::string> document_head(std::string_view beginning) {
  const auto found = beginning.find(lines_begin);  // no text within holds it: its quotes would be escaped
  if (found == beginning.npos) return std::nullopt;
  return std::string{beginning.substr(0, found)} + std::string{lines_begin} + "]}";
}

std::string figures_text(const Statement& statement) {
  return dump({{"recorded", totals_json(statement, statement.recorded)},
               {"corrected", totals_json(statement, statement.corrected)},
               {"lines", lines_json(statement, With::figures)}});
}

}  // namespace isocenter::statement
