#pragma once

#include <chrono>
#include <string>

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

}  // namespace isocenter::web
