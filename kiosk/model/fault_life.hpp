#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/model/button.hpp"
#include "kiosk/model/faults_told.hpp"
#include "kiosk/model/local_time.hpp"
#include "kiosk/text/words.hpp"

namespace isocenter::kiosk {

/// One fault of a room: where it stands, and what can be said next.
struct FaultLifeView {
  Effect effect = Effect::down;
  std::string title{};   ///< "Fault: table"
  std::string stands{};  ///< "reported 12 min ago, engineer on site since 10:40"
  struct Step {
    Button button{};        ///< of one that was said its time is the note
    bool can_touch = true;  ///< false: said, or skipped
    bool operator==(const Step&) const = default;
  };
  std::vector<Step> steps{};
  std::optional<Button> next{};  ///< to the next fault, where there are several; its note says "1 of 3"
  bool operator==(const FaultLifeView&) const = default;
};

/// `faults[shown]`. `is_stale`: nothing is known since; ages become times.
FaultLifeView fault_life(std::span<const RoomFault> faults, std::size_t shown, bool is_stale, const LocalTime& local,
                         const Words& words, Instant now);

/// A step's button is "{step}:{fault}".
struct FaultTouch {
  FaultStep step = FaultStep::acknowledged;
  FaultId fault{};
};
std::optional<FaultTouch> fault_touch(std::string_view id);
inline constexpr std::string_view next_fault_id = "next_fault";

/// "On its way": what a step is called where it is touched, and where it was said.
std::string step_label(const Words& words, FaultStep step);

}  // namespace isocenter::kiosk
