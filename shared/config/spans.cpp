#include "shared/config/spans.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace isocenter::config {
namespace {

constexpr int minutes_a_day = 24 * 60;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Minutes since midnight of "HH:MM", 24:00 included.
std::optional<int> read_clock(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const std::size_t at : {0u, 1u, 3u, 4u}) {
    if (!is_digit(text[at])) return std::nullopt;
  }
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (minute > 59 || hour > 24 || (hour == 24 && minute != 0)) return std::nullopt;
  return hour * 60 + minute;
}

}  // namespace

Result<LocalSpan> parse_local_span(int weekday, std::string_view text) {
  const auto refuse = [&] {
    return fail(ErrorKind::invalid, "",
                fmt::format("\"{}\" is no span of hours; write e.g. \"07:00-19:00\"", text.substr(0, 40)));
  };
  if (text.size() != 11 || text[5] != '-') return refuse();
  const auto from = read_clock(text.substr(0, 5));
  const auto to = read_clock(text.substr(6));
  if (!from || !to || *from == minutes_a_day) return refuse();
  return LocalSpan{weekday, *from, *to > *from ? *to : *to + minutes_a_day};
}

int weekday_number(std::string_view word) {
  constexpr std::array<std::string_view, 7> words{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == word) return static_cast<int>(i) + 1;
  }
  return 0;
}

std::vector<LocalSpan> read_spans(std::optional<Table> table) {
  std::vector<LocalSpan> spans;
  if (!table) return spans;
  for (const std::string& day : table->keys()) {
    const int weekday = weekday_number(day);
    if (weekday == 0) table->reject(day, "is no day; use mon, tue, wed, thu, fri, sat or sun");
    for (const std::string& text : table->texts_or(day, {})) {
      const auto span = parse_local_span(weekday, text);
      if (span) {
        spans.push_back(*span);
      } else {
        table->reject(day, span.error().what);
      }
    }
  }
  std::sort(spans.begin(), spans.end());
  return spans;
}

}  // namespace isocenter::config
