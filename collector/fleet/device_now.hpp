#pragma once

#include <optional>
#include <vector>

#include "collector/state/derive.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::fleet {

/// What a device is at the last commit.
struct DeviceNow {
  std::optional<collector::StateInterval> last;
  std::optional<collector::FaultRow> fault;  ///< the open one that takes most away; of equal ones the first reported
  std::vector<Period> booked;                ///< planned work that is not over; by time, none overlapping

  EquipmentState state() const;
  /// The promised end of planned work.
  std::optional<Instant> until() const;
};

/// Throws sqlite::StoreError.
DeviceNow read_now(const DeviceName& device, Instant known_until, sqlite::Database& database);

}  // namespace isocenter::fleet
