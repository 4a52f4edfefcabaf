#pragma once

#include "collector/state/log_row.hpp"

namespace isocenter::collector {

/// Where an event that was said stands now.
struct Said {
  EventId id;
  Digest digest;
};

}  // namespace isocenter::collector
