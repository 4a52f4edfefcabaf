#pragma once

#include <array>
#include <string_view>

#include "kiosk/model/button.hpp"
#include "kiosk/text/words.hpp"

namespace isocenter::kiosk {

/// What an answer was mostly about. The code travels in `feedback.answered`.
struct FeedbackReason {
  std::string_view code;
  Icon icon;
  const char* label;
};

inline constexpr std::array feedback_reasons{
    FeedbackReason{"waiting", Icon::clock, phrase("Waiting time")},
    FeedbackReason{"staff", Icon::people, phrase("The staff")},
    FeedbackReason{"information", Icon::talk, phrase("Information")},
    FeedbackReason{"comfort", Icon::rest, phrase("Comfort")},
    FeedbackReason{"cleanliness", Icon::clean, phrase("Cleanliness")},
    FeedbackReason{"way", Icon::way, phrase("Finding the way")},
};

}  // namespace isocenter::kiosk
