#include "shared/core/desk_event.hpp"

#include <algorithm>
#include <array>

namespace isocenter {

std::string_view word(Reading reading) {
  switch (reading) {
    case Reading::explained: return "explained";
    case Reading::reclassified: return "reclassified";
    case Reading::disputed: return "disputed";
    case Reading::restored: return "restored";
  }
  return "disputed";
}

std::string_view word(ClaimStep step) {
  switch (step) {
    case ClaimStep::claimed: return "claimed";
    case ClaimStep::answered: return "answered";
    case ClaimStep::paid: return "paid";
  }
  return "claimed";
}

template <>
std::optional<Reading> from_word(std::string_view text) {
  for (const Reading reading : {Reading::explained, Reading::reclassified, Reading::disputed, Reading::restored}) {
    if (word(reading) == text) return reading;
  }
  return std::nullopt;
}

template <>
std::optional<ClaimStep> from_word(std::string_view text) {
  for (const ClaimStep step : {ClaimStep::claimed, ClaimStep::answered, ClaimStep::paid}) {
    if (word(step) == text) return step;
  }
  return std::nullopt;
}

bool is_of_the_desk(std::string_view event_type) {
  static constexpr std::array<std::string_view, 12> types{"contract.loaded", "contract.removed", "interval.corrected",
                                                          "statement.page",  "statement.issued", "claim.claimed",
                                                          "claim.answered",  "claim.paid",       "user.changed",
                                                          "session.opened",  "session.ended",    "access.refused"};
  return std::ranges::find(types, event_type) != types.end();
}

}  // namespace isocenter
