#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collector/state/calendar.hpp"
#include "collector/state/said_rows.hpp"

namespace isocenter::collector {

/// What a configuration.loaded says of one device.
struct Configuration {
  Instant from;
  const LogRow* row = nullptr;
  std::optional<NodeName> observer;  ///< the node that may observe the device
  std::string modality;
  Calendar calendar;
};

/// Which configuration held when: each from its `when` until the next; before the first one the first one counts.
class Configurations {
 public:
  Configurations(const DeviceName& device, const Rows& rows);

  /// Null where there is none at all.
  const Configuration* at(Instant instant) const;
  std::optional<NodeName> observer_at(Instant instant) const;
  /// By time.
  const std::vector<Configuration>& all() const { return all_; }

 private:
  std::vector<Configuration> all_;
};

}  // namespace isocenter::collector
