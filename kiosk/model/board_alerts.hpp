#pragma once

#include <string>
#include <vector>

#include "kiosk/model/board.hpp"

namespace isocenter::kiosk {

/// Everything that is wrong, newest first; a server that is not reached before all.
std::vector<BoardAlert> board_alerts(const Department& department, const LocalTime& local, const Words& words,
                                     Instant now);

/// "Not confirmed since 14:32", or without a time where the agents keep the rooms alive; empty while all is confirmed.
std::string not_confirmed_text(const Department& department, const LocalTime& local, const Words& words, Instant now);

}  // namespace isocenter::kiosk
