#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/core/event.hpp"
#include "shared/sqlite/database.hpp"

/// The one interface between the sources (a file each in agent/probe and agent/dicom) and the agent.
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

/// Takes what a source saw. Thread-safe. When it returns all of it is committed, together with what `also` wrote to
/// the outbox's database (the source's own position or instance state). Throws sqlite::StoreError: nothing happened.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void take(const std::vector<Sighting>& sightings,
                    const std::function<void(sqlite::Database&)>& also = nullptr) = 0;
};

/// A source that is looked at every `interval`, each in a thread of its own, so that a slow one holds up nobody.
/// `look` may throw std::exception: it is counted, logged without the input's text, and tried again at the next turn.
class Probe {
 public:
  virtual ~Probe() = default;
  virtual std::string name() const = 0;
  virtual std::chrono::milliseconds interval() const = 0;
  virtual void look(Sink& sink, Instant now) = 0;
};

}  // namespace isocenter::agent
