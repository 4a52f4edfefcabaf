#pragma once

#include <optional>
#include <string_view>

namespace isocenter::collector {

/// What became of an event that took its number in the log. Only `stored` ones are derived from, and gaps, which may
/// stand for an epoch's beginning.
enum class Fate {
  stored,
  gap,          ///< stands for events its node no longer has
  rejected,     ///< no valid event; its bytes are in quarantine, not in the log
  not_allowed,  ///< valid, but not for its node to say; kept word for word until the configuration is mended
  repeated,     ///< held already under the name it was born with
};

std::string_view word(Fate fate);
std::optional<Fate> fate_from_word(std::string_view text);

}  // namespace isocenter::collector
