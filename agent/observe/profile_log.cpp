#include "agent/observe/profile_log.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "agent/observe/log_patterns.hpp"
#include "agent/observe/log_time.hpp"

namespace isocenter::agent {
namespace {

constexpr std::array meanings{
    LogMeaning::exam_started,          LogMeaning::exam_ended,     LogMeaning::quality_control_started,
    LogMeaning::quality_control_ended, LogMeaning::check_done,     LogMeaning::workstation_started,
    LogMeaning::fault_reported,        LogMeaning::fault_repaired, LogMeaning::reading_taken};

constexpr std::size_t max_rules = 500;

std::string read_word(config::Table& table, std::string_view key) {
  std::string text = table.text(key);
  if (table.has(key) && !is_closed_word(text)) table.reject(key, "must be 1 to 40 of a-z, 0-9 and _");
  return text;
}

/// One of a closed list's words; the first where it is none of them.
template <typename Enum>
Enum read_choice(config::Table& table, std::string_view key, Enum fallback) {
  const auto given = table.optional_text(key);
  if (!given) return fallback;
  if (const auto value = from_word<Enum>(*given)) return *value;
  table.reject(key, fmt::format("\"{}\" is none of its words (docs/kpi.md)", *given));
  return fallback;
}

LogCapture read_capture(config::Table& table, std::string_view key) {
  const auto given = table.optional_text(key);
  if (!given) return {};
  if (given->size() > 2 && given->front() == '{' && given->back() == '}') {
    return {given->substr(1, given->size() - 2)};
  }
  table.reject(key, "takes the name of a capture in braces, e.g. \"{uid}\"");
  return {};
}

LogMeaning read_meaning(config::Table& table) {
  const auto given = table.optional_text("means");
  if (!given) return LogMeaning::nothing;
  std::vector<std::string> words;
  for (const LogMeaning meaning : meanings) {
    if (word(meaning) == *given) return meaning;
    words.emplace_back(word(meaning));
  }
  const auto near = config::nearest(*given, words);
  table.reject("means", near ? fmt::format("\"{}\" is unknown; did you mean \"{}\"?", *given, *near)
                             : fmt::format("\"{}\" is unknown; use {}", *given, fmt::join(words, ", ")));
  return LogMeaning::nothing;
}

void read_procedure(config::Table& table, LogRule& rule, const Profile& profile) {
  const auto given = table.optional_text("procedure");
  if (!given) return;
  if (given->starts_with('{')) {
    rule.procedure = read_capture(table, "procedure");
    return;
  }
  rule.fixed_procedure = listed_procedure(profile, *given);
  if (rule.fixed_procedure == "other") table.reject("procedure", "must be one of `procedures`, or a capture in braces");
}

void read_exam_end(config::Table& table, LogRule& rule) {
  rule.key = read_capture(table, "key");
  rule.status = read_choice(table, "status", ExamStatus::completed);
  if (rule.status == ExamStatus::in_progress)
    table.reject("status", "an ended exam is \"completed\" or \"discontinued\"");
  rule.discontinued_below = table.optional_number("discontinued_below");
  if (rule.discontinued_below && !(*rule.discontinued_below > 0 && *rule.discontinued_below <= 1)) {
    table.reject("discontinued_below", "must be a share of the estimate, over 0 and up to 1");
  }
  rule.reason = table.text_or("reason", "");
  const bool is_code = std::all_of(rule.reason.begin(), rule.reason.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
  });
  if (!is_code || rule.reason.size() > 16) table.reject("reason", "must be a DICOM code value, e.g. \"110513\"");
}

void read_fault(config::Table& table, LogRule& rule) {
  rule.code = read_word(table, "code");
  rule.effect = read_choice(table, "effect", Effect::down);
  rule.cause = read_choice(table, "cause", Cause::unexplained);
  rule.again_after = std::chrono::seconds{table.integer_or("again_after_s", 600, 0, 7 * 24 * 3600)};
}

void read_reading(config::Table& table, LogRule& rule, const Profile& profile) {
  rule.sensor = table.text("sensor");
  rule.value = read_capture(table, "value");
  if (rule.value.name.empty() && !table.has("value"))
    table.reject("", "`value` is missing; e.g. value = \"{celsius}\"");
  const auto sensor = std::find_if(profile.sensors.begin(), profile.sensors.end(),
                                   [&rule](const Profile::Sensor& one) { return one.name == rule.sensor; });
  if (sensor != profile.sensors.end()) {
    rule.unit = sensor->unit;
  } else if (table.has("sensor")) {
    table.reject("sensor", fmt::format("\"{}\" is no [[sensor]] of this profile; add it with its unit", rule.sensor));
  }
}

void read_check(config::Table& table, LogRule& rule) {
  rule.check = read_word(table, "check");
  rule.outcome = table.text("outcome");
  if (table.has("outcome") && rule.outcome != "passed" && rule.outcome != "failed") {
    table.reject("outcome", "must be \"passed\" or \"failed\"");
  }
}

/// Asks only for the keys that `means` knows, so that any other is told as unknown.
void read_meaning_keys(config::Table& table, LogRule& rule, const Profile& profile) {
  switch (rule.means) {
    case LogMeaning::nothing:
    case LogMeaning::quality_control_started:
    case LogMeaning::quality_control_ended:
    case LogMeaning::workstation_started: return;
    case LogMeaning::exam_started:
      rule.key = read_capture(table, "key");
      read_procedure(table, rule, profile);
      rule.subject = read_choice(table, "subject", Subject::unknown);
      rule.estimate_s = read_capture(table, "estimate_s");
      return;
    case LogMeaning::exam_ended: return read_exam_end(table, rule);
    case LogMeaning::check_done: return read_check(table, rule);
    case LogMeaning::fault_reported: return read_fault(table, rule);
    case LogMeaning::fault_repaired: rule.code = read_word(table, "code"); return;
    case LogMeaning::reading_taken: return read_reading(table, rule, profile);
  }
}

LogRule read_rule(config::Table& table, const Profile& profile) {
  LogRule rule;
  rule.name = table.text("name");
  rule.match = table.text("match");
  if (table.has("match") && rule.match.empty()) table.reject("match", "must not be empty: it would fit every line");
  rule.remember = table.texts_or("remember", {});
  rule.undated = table.flag_or("undated", false);
  rule.means = read_meaning(table);
  read_meaning_keys(table, rule, profile);
  if (rule.remember.empty() && !table.has("means")) {
    table.reject("", fmt::format("rule \"{}\" does nothing; give it `means`, or `remember`", rule.name));
  }
  return rule;
}

}  // namespace

bool is_closed_word(std::string_view text) {
  return !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

LogRules read_log_rules(config::Table& root, const Profile& profile) {
  LogRules rules;
  auto log = root.optional_table("log");
  if (!log) return rules;
  for (config::Table& table : log->tables("time")) {
    LogTimeFormat format{table.text("format"), table.text_or("match", "")};
    const auto error = table.has("format") ? time_format_error(format) : std::nullopt;
    if (error) table.reject("", *error);
    rules.times.push_back(std::move(format));
  }
  std::vector<config::Table> tables = log->tables("rule");
  if (tables.size() > max_rules) log->reject("rule", fmt::format("has over {} entries; join alike ones", max_rules));
  for (config::Table& table : tables) rules.rules.push_back(read_rule(table, profile));
  for (const LogRuleError& error : check_log_rules(rules.rules)) {
    tables[error.rule].reject(error.key, fmt::format("rule \"{}\": {}", rules.rules[error.rule].name, error.what));
  }
  if (rules.times.empty() && !rules.rules.empty()) {
    log->reject("", "has rules but no [[log.time]]; say how its lines write their time");
  }
  return rules;
}

}  // namespace isocenter::agent
