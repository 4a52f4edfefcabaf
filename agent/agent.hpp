#pragma once

#include <map>
#include <mutex>
#include <vector>

#include "agent/config.hpp"
#include "agent/observe/observer.hpp"
#include "agent/probe/probe.hpp"
#include "shared/node/node.hpp"

namespace isocenter::agent {

/// What the sources see becomes events in the outbox and retained topics: sightings -> observers -> node. One commit
/// per `take`, with what the source writes for itself; where it fails the observers go back to what they were.
class Agent : public Sink {
 public:
  /// Observes the devices of `configuration`; both arguments must outlive it. Does nothing before `start`.
  Agent(const AgentConfiguration& configuration, node::Node& node);

  /// Reads what was known before this start and says what the node is about. Once, after node.start and before any
  /// source. Throws sqlite::StoreError.
  void start();

  /// While the disk is full the outbox refuses and counts telemetry; all else throws, and its source waits.
  void take(const std::vector<Sighting>& sightings,
            const std::function<void(sqlite::Database&)>& also = nullptr) override;

 private:
  using Observers = std::map<DeviceName, DeviceObserver>;

  std::vector<NewEvent> observe(const std::vector<Sighting>& sightings, Observers& observers);
  void commit(const std::vector<NewEvent>& events, const Observers& changed,
              const std::function<void(sqlite::Database&)>& also);
  void publish(const Observers& changed);

  const AgentConfiguration& configuration_;
  node::Node& node_;
  std::mutex mutex_;
  Observers observers_;
};

/// What a stranger can read of the agent: its devices, what tells of them, and their sensors.
wire::NodeAbout about(const AgentConfiguration& configuration);

}  // namespace isocenter::agent
