#pragma once

#include <stop_token>
#include <thread>

#include "shared/core/descriptor.hpp"

namespace isocenter::process {

/// Turns SIGTERM and SIGINT into a stop_token. Make it in main before any other thread, which then inherits the blocked
/// signals: no code ever runs in a signal handler. SIGPIPE is ignored as well: a peer that goes away is an errno.
class StopSignal {
 public:
  /// Throws std::system_error where the kernel refuses.
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  std::stop_token token() const { return source_.get_token(); }
  /// Stops as a signal would.
  void request_stop() { source_.request_stop(); }

 private:
  void listen();

  std::stop_source source_;
  Descriptor signals_;  ///< signalfd
  Descriptor ended_;    ///< eventfd: the destructor wakes the thread
  std::thread thread_;
};

}  // namespace isocenter::process
