#include "shared/node/collector_watch.hpp"

namespace isocenter::node {

void CollectorWatch::heard(const wire::CollectorStatus& status, Time now) {
  if (!status.online) {
    if (status.instance == instance_) online_ = false;
    return;
  }
  instance_ = status.instance;
  online_ = true;
  heartbeat_ = status.heartbeat;
  last_heard_ = now;
}

void CollectorWatch::answered(const std::string& instance, Time now) {
  if (online_ && instance == instance_) last_heard_ = now;
}

std::optional<std::string> CollectorWatch::online(Time now) const {
  if (!online_ || now - last_heard_ > 3 * heartbeat_ + std::chrono::seconds{1}) return std::nullopt;
  return instance_;
}

}  // namespace isocenter::node
