#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "shared/core/equipment_state.hpp"
#include "shared/core/names.hpp"
#include "shared/core/time.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::web {

/// Upper bounds of the buckets of exam durations, in seconds; a last one takes the rest.
inline constexpr std::array exam_bounds_s{60.0,   120.0,  300.0,  600.0,  900.0, 1200.0,
                                          1800.0, 2700.0, 3600.0, 5400.0, 7200.0};

struct Durations {
  std::array<std::uint64_t, exam_bounds_s.size() + 1> buckets{};  ///< not cumulative
  std::uint64_t count = 0;
  double sum_s = 0;
};

/// Counters made of derived rows. Those may still change when late events come, while a Prometheus counter only grows:
/// seconds follow as far as they rise, and an exam is counted once, when it is first seen ended. Exact figures are the
/// reports'. Counting begins with this object; what ended before is not counted.
class DerivedCounters {
 public:
  struct Values {
    std::map<std::pair<std::string, EquipmentState>, double> state_seconds;  ///< by device
    std::map<std::pair<std::string, std::string>, std::uint64_t> exams;      ///< by device, status
    std::map<std::string, Durations> durations;                              ///< completed, by modality
  };

  explicit DerivedCounters(Instant started) : started_{started} {}

  /// Reads on and gives what is counted up to `now`; at most every few seconds, else what it had. Any thread, one at a
  /// time reads. Throws StoreError.
  Values refresh(sqlite::Database& database, const std::vector<DeviceName>& devices, Instant now);

 private:
  struct StateSeconds {
    Instant settled_until;  ///< before it, late events are no longer looked for
    std::array<std::int64_t, equipment_states.size()> settled_ms{};
  };
  void count_states(sqlite::Database& database, const DeviceName& device, Instant now);
  void count_exams(sqlite::Database& database, const std::vector<DeviceName>& devices, Instant now);
  void count_exam(const sqlite::Statement& exam);

  const Instant started_;
  std::mutex mutex_;
  std::optional<Instant> refreshed_;
  bool has_baseline_ = false;
  std::map<std::string, StateSeconds> states_;
  std::unordered_map<std::size_t, Instant> counted_;  ///< exams already seen ended, by hash of their name
  Values values_;
};

}  // namespace isocenter::web
