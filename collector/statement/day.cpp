#include "collector/statement/day.hpp"

#include <algorithm>
#include <charconv>

#include "shared/core/time.hpp"

namespace isocenter::statement {
namespace {

bool are_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char each) { return '0' <= each && each <= '9'; });
}

std::int64_t number_of(std::string_view digits) {
  std::int64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

}  // namespace

std::optional<contract::LocalDate> parse_day(std::string_view text) {
  if (text.size() != std::string_view{"2026-10-01"}.size()) return std::nullopt;
  const auto midnight = parse_rfc3339(std::string{text} + "T00:00:00Z");
  if (!midnight) return std::nullopt;
  return contract::LocalDate{std::chrono::floor<std::chrono::days>(*midnight)};
}

std::optional<contract::Hundredths> parse_money(std::string_view text) {
  constexpr std::size_t most_digits = 12;
  const std::size_t dot = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, dot);
  const std::string_view cents = dot < text.size() ? text.substr(dot + 1) : "00";
  if (!are_digits(whole) || whole.size() > most_digits || !are_digits(cents) || cents.size() != 2) return std::nullopt;
  return contract::Hundredths{number_of(whole) * 100 + number_of(cents)};
}

}  // namespace isocenter::statement
