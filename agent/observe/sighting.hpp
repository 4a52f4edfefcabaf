#pragma once

#include <optional>
#include <string>
#include <variant>

#include "shared/core/event.hpp"

namespace isocenter::agent {

/// The device answered a probe, or did not. Debounced by the observer, not by the source.
struct Reached {
  bool answered = false;
  std::string reason;  ///< closed words: "ok", "no_answer", "refused", "rejected", "workstation_started" …
  bool operator==(const Reached&) const = default;
};

/// What one source saw of one device at `t`. Identity is already dropped, texts are already checked against the
/// profile. An EventBody is passed on as it is (exam.*, fault.*, reading.taken, check.done); the observer learns from
/// it as well.
struct Sighting {
  std::optional<DeviceName> device;  ///< none: of the agent's own host, where it is no device's console
  Instant t;
  std::string source;  ///< echo | tcp | log | mpps | workstation
  std::variant<Reached, EventBody> seen;
  bool operator==(const Sighting&) const = default;
};

}  // namespace isocenter::agent
