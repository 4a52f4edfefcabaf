#include "collector/report/cell.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace isocenter::report {
namespace {

struct ToText {
  std::string operator()(std::monostate) const { return {}; }
  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(bool flag) const { return flag ? "true" : "false"; }
  std::string operator()(const Decimal& decimal) const { return to_text(decimal); }
  std::string operator()(Instant instant) const { return format_rfc3339(instant); }
  std::string operator()(const Words& words) const { return fmt::format("{}", fmt::join(words.words, " ")); }
  std::string operator()(const JsonText& json) const { return json.text; }
};

}  // namespace

std::string to_text(const Cell& cell) { return std::visit(ToText{}, cell); }

std::string to_text(const Decimal& decimal) {
  std::uint64_t scale = 1;
  for (int i = 0; i < decimal.places; ++i) scale *= 10;
  const bool negative = decimal.units < 0;
  const auto units = static_cast<std::uint64_t>(negative ? -decimal.units : decimal.units);
  std::string text = fmt::format("{}{}", negative ? "-" : "", units / scale);
  if (units % scale == 0 && !decimal.keeps_zeros) return text;
  text += fmt::format(".{:0{}}", units % scale, decimal.places);
  if (decimal.keeps_zeros) return text;
  text.erase(text.find_last_not_of('0') + 1);
  return text;
}

}  // namespace isocenter::report
