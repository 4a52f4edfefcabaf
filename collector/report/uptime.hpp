#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "collector/contract/contract.hpp"
#include "collector/contract/reckoning.hpp"
#include "collector/report/cell.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::report {

/// What one device went through, by time.
struct DeviceHistory {
  std::vector<contract::StateTime> times{};
  std::vector<contract::FaultLife> faults{};
};

struct UptimeRequest {
  std::vector<contract::Contract> contracts;
  std::optional<contract::LocalDate> from, to;  ///< every period they touch, uncut
  /// Until when the histories tell; a period that has not ended by then has neither margin nor credit, a later one no
  /// row. None: all periods are told whole.
  std::optional<Instant> known_until;
};

/// A row per contract, device and period (docs/contracts.md). ErrorKind::unavailable where a contract's zone is not
/// known on this machine.
Result<void> write_uptime(const UptimeRequest& request,
                          const std::function<DeviceHistory(const DeviceName&)>& history_of, RowSink& sink);

/// All intervals, as corrected, and faults of a device. An open interval ends at `known_until`; `closed` that nobody
/// observed is `unknown`. Throws sqlite::StoreError.
DeviceHistory read_history(const DeviceName& device, Instant known_until, sqlite::Database& database);

}  // namespace isocenter::report
