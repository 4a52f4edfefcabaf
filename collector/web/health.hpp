#pragma once

#include <chrono>
#include <string>

#include "shared/core/time.hpp"

namespace isocenter::web {

/// How the collector's ingest loop is, as its owner tells at once, without waiting for anything.
struct Health {
  std::chrono::milliseconds since_turn{0};  ///< since the loop turned last
  bool store_open = false;
  bool broker_connected = false;
  std::string reason;  ///< why it is not ready, with the mend; may be empty
};

/// The loop turns every second; one that has not for so long is stuck.
inline constexpr std::chrono::seconds stuck_after{15};

/// Until when the database tells of the present: a loop that is stuck writes nothing more.
inline Instant known_until(const Health& health, Instant now) {
  return health.since_turn > stuck_after ? now - health.since_turn : now;
}

}  // namespace isocenter::web
