#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include "tests/bench/load.hpp"
#include "tests/bench/raw_mqtt.hpp"

namespace isocenter::bench {

/// How a load was sent.
struct Sent {
  std::chrono::duration<double> took{0};  ///< from the first publish to the last publish, or to the last answer
  std::size_t events = 0;
  std::size_t sent_again = 0;  ///< batches, after 2 s without progress
  bool all_acknowledged = false;
  double rate() const { return double(events) / took.count(); }
};

/// Sends the whole load at `batches_per_s` (0: as fast as it goes) and heeds nobody: to a subscriber that does not
/// answer.
Sent send_blindly(Load& load, RawMqtt& line, double batches_per_s);

/// Sends it as nodes do: in order, at most 32 batches of each node in flight, again what is not answered within 2 s;
/// until all is acknowledged or nothing moves for 30 s.
Sent send_as_nodes(Load& load, RawMqtt& line, double batches_per_s, const std::function<bool()>& stop = {});

/// Waits for the collector's retained status that says online. False after `patience`.
bool wait_for_collector(RawMqtt& line, std::chrono::milliseconds patience);

}  // namespace isocenter::bench
