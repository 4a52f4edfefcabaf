#pragma once

#include <memory>
#include <string>

namespace isocenter::fakes {

/// A cable between a client and a TCP server on 127.0.0.1 that can break in two ways. Thread-safe.
class Cable {
 public:
  /// Listens on `port` (0: one of the kernel's choice). Throws std::system_error where it cannot.
  explicit Cable(int target_port, int port = 0);
  ~Cable();
  Cable(const Cable&) = delete;
  Cable& operator=(const Cable&) = delete;

  int port() const;
  std::string url() const;  ///< mqtt://127.0.0.1:port

  /// Both ends of every connection are closed, and new ones as soon as they come.
  void cut();
  /// Half open: takes all that is sent, from new connections too, and passes none of it on; nobody is told.
  void swallow();
  /// Works again. What was swallowed is gone, so connections from which something may be missing are closed.
  void mend();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace isocenter::fakes
