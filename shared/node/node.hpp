#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "shared/core/event.hpp"
#include "shared/mqtt/client.hpp"
#include "shared/outbox/outbox.hpp"
#include "shared/process/clocks.hpp"
#include "shared/wire/status.hpp"

namespace isocenter::node {

struct NodeOptions {
  SiteName site;
  NodeName name;
  std::string software;  ///< program and version
  std::chrono::seconds heartbeat{10};
  /// What else to subscribe to, and who takes what comes there: called from `turn`, with no lock held.
  std::vector<std::string> also{};
  std::function<void(const mqtt::Message&)> on_message{};
};

/// An agent's or a kiosk's half of the protocol (docs/protocol.md): its outbox, its connection, its heartbeats.
/// `record`, the setters and the questions may be called from any thread; `start`, `turn`, `run` and `stop` belong to
/// one. Outbox and client must outlive it, and are its own from `start` on.
class Node {
 public:
  Node(NodeOptions options, outbox::Outbox& outbox, mqtt::Client& client);
  /// Without `stop` as if the program had been killed.
  ~Node();

  /// Begins the epoch (node.started) and connects. Call once. Throws sqlite::StoreError.
  void start(Instant now);

  /// After `start`. Runs `work` in one transaction on the outbox's database, appends the events it returns, commits,
  /// and has them sent. When it returns they are safe; it gives their names (none for telemetry refused on a full
  /// disk). Throws sqlite::StoreError, outbox::EventTooLong or what `work` throws: nothing of it happened then. `work`
  /// runs under the node's lock: it must not wait for anybody, nor call the node.
  std::vector<BirthName> record(const std::function<std::vector<NewEvent>(sqlite::Database&)>& work);
  std::vector<BirthName> record(const NewEvent& event);

  /// What is retained under this node's prefix; published now and again at each connect. Null clears it.
  void set_about(const wire::NodeAbout& about);
  void set_device(const DeviceName& device, const std::optional<wire::ObservedDevice>& observed);
  /// Clears all retained device topics, for a node that closes for good; before `stop`.
  void clear_devices();

  /// One turn: takes what has arrived, sends what may be sent, keeps heartbeats and statuses. Waits for nothing but its
  /// own disk. Writes clock.stepped and node.paused from the clocks it is given.
  void turn(const process::ClockReading& clocks);
  /// The same where only these two clocks are known: nobody watches them.
  void turn(Instant now, std::chrono::steady_clock::time_point monotonic);

  /// Turns each second, and at once when something arrives or is recorded, until `stop`.
  void run(std::stop_token stop);

  /// The last words: status offline, disconnect. The outbox keeps what is unsent.
  void stop(std::chrono::milliseconds patience);

  std::uint64_t unacknowledged() const;
  bool is_collector_online() const;
  std::string_view disk() const;  ///< ok | low | full | damaged
  std::uint64_t refused() const;  ///< telemetry not taken since the start, because the disk was full

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace isocenter::node
