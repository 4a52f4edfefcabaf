#include "collector/contract/format_contract.hpp"

#include <fmt/format.h>

#include <array>

namespace isocenter::contract {
namespace {

using Lines = std::vector<std::string>;

/// A TOML basic string; control characters as escapes, so that a line stays one.
std::string toml_text(std::string_view text) {
  std::string out = "\"";
  for (const char character : text) {
    const auto code = static_cast<unsigned char>(character);
    if (character == '"' || character == '\\') {
      out += '\\';
      out += character;
    } else if (code < 0x20 || code == 0x7f) {
      out += fmt::format("\\u{:04X}", code);
    } else {
      out += character;
    }
  }
  return out + '"';
}

/// 970000 -> "97.0", 975000 -> "97.5".
std::string decimal(TenThousandths number) {
  std::string text = fmt::format("{}.{:04}", number.units / 10'000, number.units % 10'000);
  while (text.ends_with('0') && text[text.size() - 2] != '.') text.pop_back();
  return text;
}

std::string money(Hundredths amount) { return fmt::format("\"{}.{:02}\"", amount.units / 100, amount.units % 100); }

std::string span_text(const LocalSpan& span) {
  constexpr int day = 24 * 60;
  const int to = span.to_minute > day ? span.to_minute - day : span.to_minute;
  return fmt::format("\"{:02}:{:02}-{:02}:{:02}\"", span.from_minute / 60, span.from_minute % 60, to / 60, to % 60);
}

/// One item a line.
void put_list(Lines& lines, std::string_view key, const std::vector<std::string>& items) {
  lines.push_back(fmt::format("{} = [", key));
  for (const std::string& item : items) lines.push_back(fmt::format("  {},", item));
  lines.emplace_back("]");
}

void put_covered(Lines& lines, const Contract& contract) {
  static constexpr std::array<std::string_view, 7> days{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  for (std::size_t day = 0; day < days.size(); ++day) {
    std::vector<std::string> spans;
    for (const LocalSpan& span : contract.covered) {
      if (span.weekday == static_cast<int>(day) + 1) spans.push_back(span_text(span));
    }
    if (!spans.empty()) put_list(lines, fmt::format("covered.{}", days[day]), spans);
  }
}

void put_terms(Lines& lines, const Contract& contract) {
  if (contract.guaranteed_percent) lines.push_back("guaranteed_percent = " + decimal(*contract.guaranteed_percent));
  if (contract.allowed_lost_hours) lines.push_back("allowed_lost_hours = " + decimal(*contract.allowed_lost_hours));
  lines.push_back(fmt::format("planned_down = \"{}\"", word(contract.planned_down)));
  lines.push_back("limited_weight = " + decimal(contract.limited_weight));
  lines.push_back(fmt::format("unknown = \"{}\"", word(contract.unknown)));
  std::vector<std::string> left_out;
  for (const Cause cause : contract.excluded_causes) left_out.push_back(toml_text(isocenter::word(cause)));
  put_list(lines, "excluded_causes", left_out);
  lines.push_back(fmt::format("minimum_outage_minutes = {}", contract.minimum_outage.count()));
  lines.push_back(fmt::format("outage_starts = \"{}\"", word(contract.outage_starts)));
  lines.push_back(fmt::format("outage_ends = \"{}\"", word(contract.outage_ends)));
  if (contract.response_hours) lines.push_back("response_hours = " + decimal(*contract.response_hours));
}

void put_money(Lines& lines, const Contract& contract) {
  lines.push_back("annual_price = " + money(contract.annual_price));
  lines.push_back(fmt::format("currency = {}", toml_text(contract.currency)));
  std::vector<std::string> steps;
  for (const CreditStep& step : contract.credit) {
    steps.push_back(fmt::format("{{ below_percent = {}, credit_percent = {} }}", decimal(step.below_percent),
                                decimal(step.credit_percent)));
  }
  put_list(lines, "credit", steps);
  lines.push_back("credit_per_hour = " + money(contract.credit_per_hour));
  lines.push_back("credit_cap_percent = " + decimal(contract.credit_cap_percent));
}

}  // namespace

std::vector<std::string> format_contract(const Contract& contract) {
  Lines lines{"[[contract]]", "name = " + toml_text(contract.name), "vendor = " + toml_text(contract.vendor)};
  std::vector<std::string> devices, holidays;
  for (const DeviceName& device : contract.devices) devices.push_back(toml_text(device.text()));
  for (const LocalDate& day : contract.holidays) holidays.push_back(date_text(day));
  put_list(lines, "devices", devices);
  lines.push_back("zone = " + toml_text(contract.zone));
  lines.push_back("starts = " + date_text(contract.starts));
  lines.push_back("ends = " + date_text(contract.ends));
  lines.push_back(fmt::format("period = \"{}\"", word(contract.period)));
  put_covered(lines, contract);
  put_list(lines, "holidays", holidays);
  put_terms(lines, contract);
  put_money(lines, contract);
  return lines;
}

std::string date_text(LocalDate day) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

}  // namespace isocenter::contract
