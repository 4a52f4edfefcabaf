#pragma once

#include <memory>
#include <string>

namespace isocenter::system_tests {

/// A cable between a node and the broker that can be cut: while it is, nothing passes and nothing is closed, as with a
/// pulled plug. Relays TCP on a loopback port of its own.
class Relay {
 public:
  explicit Relay(int target_port);
  ~Relay();

  int port() const;
  std::string url() const;  ///< mqtt://127.0.0.1:port
  void cut();
  /// What stood still goes on; connections made meanwhile are taken.
  void mend();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace isocenter::system_tests
