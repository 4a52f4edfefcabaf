#pragma once

#include <fmt/format.h>

#include "tests/truth/department.hpp"

/// What the department is made of, for its own files: names on the broker, nodes, devices with their agents.
namespace isocenter::truth {

inline const SiteName site = SiteName::parse("truth").value();
inline constexpr std::string_view kiosk_name = "kiosk";

inline std::string agent_name(const DeviceName& device) { return "agent-" + device.text(); }
inline std::string client_id(const std::string& node) { return fmt::format("isocenter.{}.{}", site.text(), node); }
inline std::string events_topic(const std::string& node) {
  return fmt::format("isocenter/1/{}/node/{}/events", site.text(), node);
}

outbox::OutboxLimits limits();
agent::AgentConfiguration agent_configuration(const DeviceName& device);

/// A node of its own: outbox, connection, heartbeats.
struct Department::Peer {
  Peer(fakes::MemoryBroker& broker, const std::filesystem::path& folder, const std::string& name, Instant now)
      : outbox{folder / (name + ".outbox"), limits()},
        client{broker, client_id(name)},
        node{{.site = site, .name = NodeName::parse(name).value(), .software = "truth", .heartbeat = heartbeat},
             outbox,
             client} {
    node.start(now);
  }
  outbox::Outbox outbox;
  fakes::MemoryClient client;
  node::Node node;
};

/// An agent's machine stood still with its clocks, and what hears its heartbeats has yet to find that out: it takes
/// three of them, over two heartbeats' time at least.
struct Suspected {
  Period when;
  Instant last_heard;            ///< before
  bool was_said_silent = false;  ///< by its will
  std::optional<Instant> since;  ///< the first heartbeat after
  Instant latest;
  int heard = 0;
};

/// A device and the agent beside it.
struct Department::Watched {
  explicit Watched(const DeviceName& device) : configuration{agent_configuration(device)} {}
  agent::AgentConfiguration configuration;
  std::unique_ptr<Peer> peer;
  std::unique_ptr<agent::Agent> agent;
  bool console_is_on = true;
  Instant next_probe{};
  std::optional<Instant> first_missed;
  int missed = 0;
  std::optional<Instant> will_received;  ///< in the present epoch
  bool is_awake() const { return peer && !stands_still; }
  bool stands_still = false;
  Instant last_turn{};
  bool was_said_silent = false;  ///< since it stands still
  std::optional<Suspected> suspected;
  Milliseconds stood{0};   ///< the machine, in all: what runs since its boot lacks it
  Milliseconds behind{0};  ///< its wall clock, until somebody sets it
};

}  // namespace isocenter::truth
