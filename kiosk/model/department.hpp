#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "shared/core/names.hpp"
#include "shared/core/time.hpp"
#include "shared/wire/snapshot.hpp"
#include "shared/wire/status.hpp"

namespace isocenter::kiosk {

/// How far what is shown is known to hold now.
enum class Confirmation {
  confirmed,
  agents_only,  ///< the collector is away: the agents' own topics keep the rooms alive
  stale         ///< the broker is away: nothing is known since
};

/// What is known of one room.
struct Room {
  DeviceName name;
  wire::DeviceSnapshot snapshot{};                 ///< the collector's last word
  std::optional<wire::ObservedDevice> observed{};  ///< its agent's last word
  bool is_configured = false;                      ///< the collector told of it; else only an agent did
  bool operator==(const Room&) const = default;
};

/// The department as the retained topics tell it. Pure: it is handed messages and the time.
/// Subscriptions it needs: collector/status, collector/device/+, collector/alert/+, node/+/device/+, node/+/status.
class Department {
 public:
  explicit Department(SiteName site) : site_{std::move(site)} {}

  /// A message from the broker. What cannot be read is ignored and counted; a snapshot of a newer version keeps what
  /// was known. An empty payload removes.
  void take(std::string_view topic, std::string_view payload, Instant now);
  /// Said again, they change nothing.
  void connected(Instant now);
  void disconnected(Instant now);

  Confirmation confirmation(Instant now) const;  ///< three missed heartbeats of the collector mean away
  /// Until when all was confirmed; `now` while it is.
  Instant confirmed_until(Instant now) const;
  /// False until the first retained topics came (or the collector said that there are none).
  bool is_loaded() const;
  bool is_connected() const { return is_connected_; }
  /// A collector has spoken since we are connected.
  bool has_collector() const { return collector_.has_value(); }

  /// What holds of a room as far as anybody knows: the collector's last word; where the collector is away, as the
  /// room's own agent has moved it since; where the broker is away, as it stood then.
  wire::DeviceSnapshot shown(const Room& room, Instant now) const;

  /// By order, modality, title: stable whatever the states are.
  std::vector<const Room*> rooms() const;
  const Room* room(const DeviceName& name) const;
  std::vector<wire::Alert> alerts() const;  ///< newest first
  /// The node that spoke of the room last; empty where none has.
  std::string observer(const Room& room) const;
  std::uint64_t ignored() const { return ignored_; }
  /// Grows with each change that could show: nothing is drawn while it and the minute stand still.
  std::uint64_t revision() const { return revision_; }

 private:
  struct Collector {
    std::string instance{};
    bool online = false;
    std::chrono::seconds heartbeat{10};
    Instant heard{};
    std::uint64_t retained_topics = 0;
  };
  struct Agent {
    std::string instance{};
    bool online = false;
    std::chrono::seconds heartbeat{10};
    Instant heard{};
    int beats_alone = 0;  ///< statuses since the collector went away
  };

  struct Taking;  ///< one visitor per kind of topic
  void take_collector(std::string_view payload, Instant now);
  void take_agent(const NodeName& node, std::string_view payload, Instant now);
  void take_snapshot(const DeviceName& device, std::string_view payload);
  void take_observed(const NodeName& node, const DeviceName& device, std::string_view payload);
  void take_alert(const std::string& id, std::string_view payload);

  void forget_unseen();
  bool has_all() const;  ///< all that the collector keeps on the broker came since we are connected

  Room* room_for(const DeviceName& device);  ///< nothing where there are too many
  bool is_collector_there(Instant now) const;
  bool is_agent_there(const Room& room, Instant now) const;

  SiteName site_;
  std::map<std::string, Room> rooms_;             ///< by name
  std::map<std::string, std::string> observers_;  ///< device -> the node that spoke of it last
  std::map<std::string, Agent> agents_;
  std::map<std::string, wire::Alert> alerts_;
  std::set<std::string> seen_;  ///< the collector's topics since we are connected, "device/ct1", "alert/silent-ct1"
  std::optional<Collector> collector_;
  bool is_connected_ = false;
  Instant lost_{};            ///< when the broker was lost
  Instant last_confirmed_{};  ///< the collector's last sign of life
  std::uint64_t ignored_ = 0;
  std::uint64_t revision_ = 0;
};

}  // namespace isocenter::kiosk
