#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "collector/fleet/device_now.hpp"
#include "shared/core/time.hpp"

/// Parts that answers of fleet, device and timeline have in common. What is not there is null.
namespace isocenter::fleet {

using Json = nlohmann::ordered_json;

inline Json text_or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(std::string{text}); }

inline Json time_or_null(const std::optional<Instant>& time) {
  return time && *time != end_of_time ? Json(format_rfc3339(*time)) : Json(nullptr);
}

template <typename Enum>
Json word_or_null(const std::optional<Enum>& value) {
  return value ? Json(std::string{word(*value)}) : Json(nullptr);
}

/// What a device is now.
Json now_json(const DeviceNow& now);

/// A whole answer as text: ASCII, so that whatever stood in the store is valid.
std::string dump(const Json& json);

}  // namespace isocenter::fleet
