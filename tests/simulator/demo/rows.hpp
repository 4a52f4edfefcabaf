#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "shared/core/time.hpp"

/// Reading the rows of a report.
namespace isocenter::simulator {

/// Empty where the row has no such text.
inline std::string field(const nlohmann::json& row, const char* name) {
  const auto found = row.find(name);
  return found != row.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

inline std::optional<Instant> time(const nlohmann::json& row, const char* name) {
  const auto parsed = parse_rfc3339(field(row, name));
  return parsed ? std::optional{*parsed} : std::nullopt;
}

inline bool within(std::optional<Instant> a, std::optional<Instant> b, Milliseconds slack) {
  if (!a || !b) return !a && !b;
  return *a - *b <= slack && *b - *a <= slack;
}

}  // namespace isocenter::simulator
