#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "agent/observe/sighting.hpp"
#include "shared/sqlite/database.hpp"

/// The one interface between the sources (a file each in agent/probe and agent/dicom) and the agent.
namespace isocenter::agent {

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
  /// What people should know was lost so far, e.g. "12 bytes of ct1.log"; empty: nothing. Any thread.
  virtual std::string losses() const { return {}; }
};

}  // namespace isocenter::agent
