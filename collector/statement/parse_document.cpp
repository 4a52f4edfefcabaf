#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "collector/contract/read_contracts.hpp"
#include "collector/statement/day.hpp"
#include "collector/statement/document.hpp"

namespace isocenter::statement {
namespace {

using Json = nlohmann::json;

/// Within this file alone: what is no statement ends the reading.
struct NoStatement {
  std::string what;
};

template <typename T>
T or_throw(Result<T> result, const char* what) {
  if (!result) throw NoStatement{what};
  return std::move(*result);
}

std::string text_of(const Json& value) { return value.is_null() ? "" : value.get<std::string>(); }

Instant time_of(const Json& value) { return or_throw(parse_rfc3339(value.get<std::string>()), "a time is none"); }

Milliseconds length_of(const Json& value) { return Milliseconds{value.get<std::int64_t>()}; }

std::optional<Milliseconds> optional_length(const Json& value) {
  return value.is_null() ? std::nullopt : std::optional{length_of(value)};
}

/// Up to 4 decimals; the number's nearest ten-thousandth is the one that was written.
TenThousandthMs e4_of(const Json& value) {
  if (value.is_number_integer()) return value.get<std::int64_t>() * 10'000;
  return std::llround(value.get<double>() * 10'000);
}

std::optional<TenThousandthMs> optional_e4(const Json& value) {
  return value.is_null() ? std::nullopt : std::optional{e4_of(value)};
}

/// A decimal text in units of its last place of `places`.
std::int64_t units_of(const std::string& text, std::size_t places) {
  const std::size_t dot = std::min(text.find('.'), text.size());
  std::string digits = text.substr(0, dot);
  std::string decimals = dot < text.size() ? text.substr(dot + 1) : "";
  if (decimals.size() > places) throw NoStatement{"a number has too many decimals"};
  decimals.resize(places, '0');
  digits += decimals;
  std::int64_t units = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), units);
  if (error != std::errc{} || end != digits.data() + digits.size()) throw NoStatement{"a number is none"};
  return units;
}

contract::Hundredths money_of(const Json& value) {
  return {value.is_null() ? 0 : units_of(value.get<std::string>(), 2)};
}

contract::Percent percent_of(const Json& value) {
  if (value.is_null()) return std::nullopt;
  return units_of(value.get<std::string>(), 6);
}

template <typename Enum>
Enum word_of(const Json& value) {
  const auto found = from_word<Enum>(value.get<std::string>());
  if (!found) throw NoStatement{"a word is not known"};
  return *found;
}
template <typename Enum>
std::optional<Enum> optional_word(const Json& value) {
  return value.is_null() ? std::nullopt : std::optional{word_of<Enum>(value)};
}

Part part_of(const Json& value) {
  for (const Part part : parts) {
    if (word(part) == value.get<std::string>()) return part;
  }
  throw NoStatement{"a part is not known"};
}

contract::Because because_of(const Json& value) {
  using contract::Because;
  for (const Because because : {Because::told, Because::too_short, Because::before_call, Because::until_release}) {
    if (word(because) == text_of(value)) return because;
  }
  throw NoStatement{"a rule is not known"};
}

contract::LocalDate date_of(const Json& value) {
  const auto day = parse_day(value.get<std::string>());
  if (!day) throw NoStatement{"a day is none"};
  return *day;
}

Period period_of(const Json& json) { return {time_of(json.at("from")), time_of(json.at("to"))}; }

Place place_of(const Json& json) {
  return {{or_throw(NodeName::parse(json.at("node").get<std::string>()), "a node's name is none"),
           or_throw(parse_epoch(json.at("epoch").get<std::string>()), "an epoch is none"),
           json.at("seq").get<std::uint64_t>()},
          or_throw(parse_digest(json.at("digest").get<std::string>()), "a digest is none"),
          json.at("log_row").get<std::int64_t>()};
}

Totals totals_of(const Json& json) {
  Totals totals;
  contract::CoveredTally& tally = totals.tally;
  tally.planned = length_of(json.at("planned_ms"));
  tally.unknown = length_of(json.at("unknown_ms"));
  tally.excluded = length_of(json.at("excluded_ms"));
  tally.down = length_of(json.at("down_ms"));
  tally.limited = length_of(json.at("limited_ms"));
  tally.up = length_of(json.at("calendar_ms")) - tally.whole();
  contract::Uptime& uptime = totals.uptime;
  uptime.covered = length_of(json.at("covered_ms"));
  uptime.lost_e4 = e4_of(json.at("lost_ms"));
  uptime.uptime = percent_of(json.at("uptime_percent"));
  uptime.worst = percent_of(json.at("worst_percent"));
  uptime.best = percent_of(json.at("best_percent"));
  uptime.allowance_e4 = e4_of(json.at("allowance_ms"));
  uptime.margin_e4 = optional_e4(json.at("margin_ms"));
  uptime.price = money_of(json.at("price"));
  uptime.step_credit = money_of(json.at("step_credit"));
  uptime.hourly_credit = money_of(json.at("hourly_credit"));
  uptime.credit = money_of(json.at("credit"));
  totals.limited_lost = e4_of(json.at("limited_lost_ms"));
  totals.planned_lost = e4_of(json.at("planned_lost_ms"));
  totals.unknown_lost = e4_of(json.at("unknown_lost_ms"));
  return totals;
}

Correction correction_of(const Json& json) {
  const Period when = period_of(json);
  return {{.from = when.from,
           .to = when.to,
           .reading = word_of<Reading>(json.at("reading")),
           .state = optional_word<EquipmentState>(json.at("state")),
           .cause = optional_word<Cause>(json.at("cause")),
           .reason = text_of(json.at("reason")),
           .by = text_of(json.at("by"))},
          time_of(json.at("at")),
          place_of(json)};
}

std::optional<Response> response_of(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return Response{.called = time_of(json.at("called")),
                  .on_site = time_of(json.at("on_site")),
                  .covered = length_of(json.at("covered_ms")),
                  .promised = optional_length(json.at("promised_ms"))};
}

Line line_of(const Json& json) {
  Line line{.part = part_of(json.at("part")),
            .when = period_of(json),
            .lasts = json.at("lasts").get<bool>(),
            .state = word_of<EquipmentState>(json.at("state")),
            .recorded_state = word_of<EquipmentState>(json.at("recorded_state")),
            .cause = optional_word<Cause>(json.at("cause")),
            .recorded_cause = optional_word<Cause>(json.at("recorded_cause")),
            .reason = text_of(json.at("reason")),
            .grade = word_of<Grade>(json.at("grade")),
            .source = text_of(json.at("source")),
            .declared_by = text_of(json.at("declared_by")),
            .fault = text_of(json.at("fault")),
            .covered = length_of(json.at("covered_ms")),
            .counted = length_of(json.at("counted_ms")),
            .weight = {units_of(json.at("weight").get<std::string>(), 4)},
            .recorded = optional_e4(json.at("recorded_ms")),
            .corrected = optional_e4(json.at("corrected_ms")),
            .because = because_of(json.at("rule")),
            .corrections = {},
            .response = response_of(json.at("response")),
            .repair = optional_length(json.at("repair_ms")),
            .pieces = {},
            .events = {}};
  for (const Json& each : json.at("corrections")) line.corrections.push_back(correction_of(each));
  for (const Json& each : json.at("pieces")) line.pieces.push_back(period_of(each));
  for (const Json& each : json.at("events")) {
    line.events.push_back({time_of(each.at("t")), text_of(each.at("type")), place_of(each), text_of(each.at("what"))});
  }
  return line;
}

contract::Contract terms_of(const Json& json) {
  std::string text;
  for (const Json& line : json.at("terms")) text += line.get<std::string>() + "\n";
  auto contracts = or_throw(contract::parse_contracts(text, "statement"), "its contract cannot be read");
  if (contracts.size() != 1) throw NoStatement{"its contract cannot be read"};
  return std::move(contracts.front());
}

Statement statement_of(const Json& json) {
  const Json &terms = json.at("contract"), &device = json.at("device"), &period = json.at("period");
  Statement statement{
      .site = text_of(json.at("site")),
      .terms = terms_of(terms),
      .version = terms.at("version").get<int>(),
      .terms_digest = or_throw(parse_digest(text_of(terms.at("digest"))), "a digest is none"),
      .device = {text_of(device.at("name")), text_of(device.at("title")), text_of(device.at("manufacturer")),
                 text_of(device.at("model")), text_of(device.at("serial"))},
      .period = {date_of(period.at("from")), date_of(period.at("to"))},
      .ended = period.at("ended").get<bool>(),
      .edition = json.at("edition").is_null() ? 0 : json.at("edition").get<std::int64_t>(),
      .tzdata = text_of(json.at("tzdata")),
      .log_to = time_of(json.at("log_to")),
      .log_row = json.at("log_row").get<std::int64_t>(),
      .recorded = totals_of(json.at("recorded")),
      .corrected = totals_of(json.at("corrected")),
      .lines = {},
      .figures = or_throw(parse_digest(text_of(json.at("figures"))), "a digest is none")};
  for (const Json& line : json.at("lines")) statement.lines.push_back(line_of(line));
  return statement;
}

}  // namespace

Result<Statement> parse_document(std::string_view document) {
  try {
    return statement_of(Json::parse(document));
  } catch (const NoStatement& wrong) {
    return fail(ErrorKind::malformed, "statement", wrong.what);
  } catch (const Json::exception&) {
    return fail(ErrorKind::malformed, "statement", "is no document of a statement");
  }
}

}  // namespace isocenter::statement
