#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "shared/wire/status.hpp"

namespace isocenter::node {

/// Pure: which collector there is, as a reader of collector/status sees it. A late will of an earlier connection is no
/// news, and three missed heartbeats mean gone.
class CollectorWatch {
 public:
  using Time = std::chrono::steady_clock::time_point;

  void heard(const wire::CollectorStatus& status, Time now);
  /// An acknowledgement is a sign of life as well.
  void answered(const std::string& instance, Time now);
  /// Our own connection is lost: nothing is known any more.
  void forget() { *this = {}; }

  /// Its instance, while it is online.
  std::optional<std::string> online(Time now) const;

 private:
  std::string instance_;
  bool online_ = false;
  std::chrono::seconds heartbeat_{10};
  Time last_heard_{};
};

}  // namespace isocenter::node
