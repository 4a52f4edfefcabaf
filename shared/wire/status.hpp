#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/core/digest.hpp"
#include "shared/core/equipment_state.hpp"
#include "shared/core/result.hpp"
#include "shared/core/time.hpp"

/// The retained statuses and what a node tells of itself.
namespace isocenter::wire {

struct EpochEnd {
  Epoch epoch{};
  std::uint64_t last = 0;  ///< highest number written in it
  Digest digest{};         ///< at `last`
  bool operator==(const EpochEnd&) const = default;
};

/// `isocenter/1/{site}/node/{node}/status`; also the will, with online false.
struct NodeStatus {
  std::string instance{};  ///< new at each connection
  Instant started{};
  bool online = false;
  std::chrono::seconds heartbeat{10};
  std::vector<EpochEnd> epochs{};  ///< all whose rows the node still holds or that are not confirmed, oldest first
  bool clock_synchronised = false;
  std::string disk = "ok";  ///< ok | low | full | damaged
  bool operator==(const NodeStatus&) const = default;
};

/// `isocenter/1/{site}/collector/status`; also the will, with online false.
struct CollectorStatus {
  std::string instance{};  ///< new at each connection
  Instant started{};
  bool online = false;
  std::string version{};
  std::chrono::seconds heartbeat{10};
  std::uint64_t retained_topics = 0;  ///< how many the collector keeps, so that readers know when they have all
  Instant at{};                       ///< when this was published
  bool operator==(const CollectorStatus&) const = default;
};

/// `isocenter/1/{site}/node/{node}/about`: a stranger's tool can read a department from it.
struct NodeAbout {
  struct Sensor {
    std::string name{}, unit{};
    std::optional<double> low{}, high{};
    bool operator==(const Sensor&) const = default;
  };
  struct Device {
    std::string name{}, modality{};
    std::vector<std::string> sources{};
    std::vector<Sensor> sensors{};
    bool operator==(const Device&) const = default;
  };
  std::string software{};
  std::vector<Device> devices{};
  bool operator==(const NodeAbout&) const = default;
};

/// `isocenter/1/{site}/node/{node}/device/{device}`: what the agent sees of a device now.
struct ObservedDevice {
  Instant at{};
  bool reachable = false;
  Activity activity = Activity::unknown;
  Instant since{};
  std::string reason{};
  std::string source{};
  bool operator==(const ObservedDevice&) const = default;
};

Result<NodeStatus> parse_node_status(std::string_view payload);
std::string format_node_status(const NodeStatus& status);
Result<CollectorStatus> parse_collector_status(std::string_view payload);
std::string format_collector_status(const CollectorStatus& status);
Result<NodeAbout> parse_node_about(std::string_view payload);
std::string format_node_about(const NodeAbout& about);
Result<ObservedDevice> parse_observed_device(std::string_view payload);
std::string format_observed_device(const ObservedDevice& observed);

}  // namespace isocenter::wire
