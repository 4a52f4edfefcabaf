#pragma once

#include "collector/contract/projection.hpp"
#include "collector/statement/correction.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::fleet {

/// The past of devices; keeps its queries prepared for the next device. All throw sqlite::StoreError.
class PastReader {
 public:
  explicit PastReader(sqlite::Database& database);

  /// What a projection of `terms` needs to know of a device, in the corrected reading: all that may have cost time from
  /// `from` to `known_until`, whole stretches of down at its begin, and `ready` in between for whatever costs nothing.
  /// It says the same as a history read whole (filing::read_history) and reads a twentieth of it. `booked` is left
  /// empty.
  contract::Past read(const DeviceName& device, const contract::Contract& terms, Instant from, Instant known_until,
                      const std::vector<statement::Correction>& corrections);

 private:
  sqlite::Statement faults_, costly_, touching_, first_;
};

}  // namespace isocenter::fleet
