#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "shared/core/event.hpp"

namespace isocenter::bench {

/// The department whose events are measured.
struct Department {
  std::size_t nodes = 8;
  std::size_t devices = 32;  ///< spread evenly over the nodes

  std::vector<NodeName> node_names() const;
  std::vector<DeviceName> device_names() const;
  std::size_t node_of(std::size_t device) const { return device % nodes; }
};

struct MixedEvent {
  std::size_t node = 0;
  NewEvent event;
};

/// `count` events in the order of their times, which end at `until`: 70 % reading.taken, 20 % device.observed of which
/// one in ten changes the device's state, 10 % exam events (each exam started and ended). An exam begins in each room
/// every twenty minutes, so many events are many days. The same for the same arguments.
std::vector<MixedEvent> mixed_events(const Department& department, std::size_t count, Instant until);

}  // namespace isocenter::bench
