#pragma once

#include <nlohmann/json.hpp>

#include "collector/statement/statement.hpp"

/// Parts of the document that stand elsewhere too. For this folder's sources alone.
namespace isocenter::statement {

using Json = nlohmann::ordered_json;

Json evidence_json(const Evidence& evidence);
/// Puts where an event stands into an object.
void put_place(const Place& place, Json& json);
/// Printable ASCII without line ends; bytes that are no UTF-8 become U+FFFD.
std::string dump(const Json& json);

template <typename T>
Json word_or_null(const std::optional<T>& value) {
  return value ? Json(std::string{word(*value)}) : Json(nullptr);
}
inline Json text_or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(std::string{text}); }
inline Json time_or_null(const std::optional<Instant>& time) {
  return time ? Json(format_rfc3339(*time)) : Json(nullptr);
}
inline Json ms_or_null(const std::optional<Milliseconds>& length) {
  return length ? Json(std::int64_t{length->count()}) : Json(nullptr);
}

}  // namespace isocenter::statement
