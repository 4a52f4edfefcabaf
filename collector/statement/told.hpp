#pragma once

#include <string>

#include "collector/state/log_row.hpp"

namespace isocenter::statement {

/// What an event says, in short words for people who read a statement: "gantry, down; cause equipment".
std::string told(const EventBody& body);

/// Who said it, on the word of node `node`: "technologist, kiosk-mr2", "ann, collector", "log, agent-mr2".
std::string teller(const EventBody& body, const NodeName& node);

}  // namespace isocenter::statement
