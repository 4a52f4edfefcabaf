#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "collector/contract/reckoning.hpp"
#include "collector/state/log_row.hpp"

/// What a vendor is shown of a contract's period: each interval that cost time, by what was recorded and by what people
/// who know better said of it.
namespace isocenter::statement {

/// Where an event stands: its name for ever, the chain's digest after it, and its row in the order of commit.
struct Place {
  collector::EventId id;
  Digest digest;
  std::int64_t log_row = 0;
  bool operator==(const Place&) const = default;
};

/// What a person said of a device's past.
struct Correction {
  IntervalCorrected said;
  Instant at;  ///< when it was said
  Place place;
  bool operator==(const Correction&) const = default;
};

/// A part of a recorded stretch over which the same corrections lie: as it was recorded, and as it is read now.
struct ReadTime {
  contract::StateTime recorded, corrected;
  std::size_t of = 0;                      ///< which of the recorded times it is a part of
  std::vector<std::size_t> corrections{};  ///< that lie over it, in the order of the log
  bool operator==(const ReadTime&) const = default;
};

/// Cuts `times` (by time, none overlapping) where corrections begin and end. `corrections`: in the order of the log;
/// the last one that lies over an instant counts. One that disputes changes nothing, one that restores takes back what
/// was said before. A cause is only read into what is down or limited.
std::vector<ReadTime> read_corrected(const std::vector<contract::StateTime>& times,
                                     const std::vector<Correction>& corrections);

/// What is read now; times that touch and are alike stay apart. A correction also reads into what `times` leave open,
/// which is unknown.
std::vector<contract::StateTime> corrected(const std::vector<contract::StateTime>& times,
                                           const std::vector<Correction>& corrections);

}  // namespace isocenter::statement
