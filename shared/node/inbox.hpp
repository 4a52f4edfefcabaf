#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>

#include "shared/mqtt/client.hpp"
#include "shared/wire/status.hpp"

namespace isocenter::node {

struct Connected {
  std::string instance;
};
struct Disconnected {};
struct Subscribed {};
using Happening = std::variant<Connected, Disconnected, Subscribed, mqtt::Message>;

/// Where the client's thread leaves what happened, for the node's next turn; and the will of the next connection.
/// Any thread. Outlives the node as long as the client's callbacks hold it.
class Inbox {
 public:
  /// What the client calls, to be set before it starts.
  static mqtt::Client::Callbacks callbacks(const std::shared_ptr<Inbox>& inbox, std::string status_topic);

  /// The status whose offline twin, under a new instance, becomes the will of the next connection.
  void set_will(wire::NodeStatus status);

  /// All that happened since, in order.
  std::deque<Happening> take();
  /// Ends a wait.
  void wake();
  /// Until something happens, `wake` is called, `longest` is over, or `stop`.
  void wait(const std::stop_token& stop, std::chrono::milliseconds longest);

 private:
  void add(Happening happening);
  mqtt::Message next_will(const std::string& topic);

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Happening> happened_;
  bool woken_ = false;
  wire::NodeStatus will_;
  std::string instance_;  ///< of the connection that is being made
};

}  // namespace isocenter::node
