#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>
#include <vector>

namespace isocenter::collector {

/// Reads numbers with one blank between them; ends where something else stands.
inline std::vector<std::int64_t> parse_numbers(std::string_view text) {
  std::vector<std::int64_t> numbers;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    std::int64_t number = 0;
    const auto [next, error] = std::from_chars(at, end, number);
    if (error != std::errc{}) break;
    numbers.push_back(number);
    at = next < end ? next + 1 : end;
  }
  return numbers;
}

}  // namespace isocenter::collector
