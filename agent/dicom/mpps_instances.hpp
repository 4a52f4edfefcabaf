#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "shared/core/event.hpp"
#include "shared/core/names.hpp"
#include "shared/core/time.hpp"
#include "shared/sqlite/database.hpp"

/// The MPPS instances this SCP knows: table `mpps_instance` in the outbox's file, by exam hash, so that an instance and
/// its event commit together and no UID lies on the disk.
namespace isocenter::agent {

struct MppsInstance {
  KeyedHash exam;
  DeviceName device;
  ExamStatus status = ExamStatus::in_progress;
  std::string utc_offset;        ///< of its N-CREATE, empty: the zone
  std::optional<Instant> ended;  ///< as an N-SET said that left it in progress
  std::optional<std::int64_t> images;
  Instant changed;
  bool operator==(const MppsInstance&) const = default;
};

inline constexpr std::chrono::hours mpps_instances_are_kept{30 * 24};
inline constexpr std::int64_t most_open_instances = 10'000;

/// Makes the table where it is not there.
void prepare_mpps_instances(sqlite::Database& database);
std::optional<MppsInstance> find_mpps_instance(sqlite::Database& database, const KeyedHash& exam);
/// Inserts or replaces it, and forgets those that have not changed for `mpps_instances_are_kept`; of those in progress
/// only what lies beyond the `most_open_instances` that changed last.
void write_mpps_instance(sqlite::Database& database, const MppsInstance& instance);

}  // namespace isocenter::agent
