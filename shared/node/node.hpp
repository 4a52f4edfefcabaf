#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "shared/core/event.hpp"
#include "shared/mqtt/client.hpp"
#include "shared/outbox/outbox.hpp"
#include "shared/wire/status.hpp"

namespace isocenter::node {

struct NodeOptions {
  SiteName site;
  NodeName name;
  std::string software;  ///< program and version
  std::chrono::seconds heartbeat{10};
};

/// An agent's or a kiosk's half of the protocol (docs/protocol.md): its outbox, its connection, its heartbeats.
/// `record` may be called from any thread; `turn` and `run` belong to one.
class Node {
 public:
  Node(NodeOptions options, outbox::Outbox& outbox, mqtt::Client& client);
  ~Node();

  /// Begins the epoch (node.started) and connects. Call once.
  void start(Instant now);

  /// Runs `work` in one transaction on the outbox's database, appends the events it returns, commits, and has them
  /// sent. When it returns they are safe. Throws sqlite::StoreError (nothing of it happened then).
  void record(const std::function<std::vector<NewEvent>(sqlite::Database&)>& work);
  void record(NewEvent event);

  /// What is retained under this node's prefix; published now and again at each connect. Null clears it.
  void set_about(const wire::NodeAbout& about);
  void set_device(const DeviceName& device, const std::optional<wire::ObservedDevice>& observed);

  /// One turn: takes what has arrived, sends what may be sent, keeps heartbeats and statuses. Never blocks.
  /// Writes clock.stepped and node.paused from the clocks it is given (see process::Clocks).
  void turn(Instant now, std::chrono::steady_clock::time_point monotonic);

  /// Turns each second, and at once when something arrives or is recorded, until `stop`.
  void run(std::stop_token stop);

  /// The last words: status offline, disconnect. The outbox keeps what is unsent.
  void stop(std::chrono::milliseconds patience);

  std::uint64_t unacknowledged() const;
  bool is_collector_online() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace isocenter::node
