#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/result.hpp"
#include "shared/core/time.hpp"

/// DICOM's dates and times (PS3.5, 6.2: DA, TM) as instants.
namespace isocenter::agent {

/// Where a DICOM date and time were written down.
struct DicomClock {
  std::string zone;                                ///< IANA; holds where there is no offset
  std::optional<std::chrono::minutes> utc_offset;  ///< of (0008,0201) where the dataset has it
  Instant received;                                ///< when the message came: decides between repeated local times
};

/// The instant of DA `date` ("20261124", "2026.11.24") and TM `time` ("14", "1440", "144004", "144004.130000",
/// "14:40:04"), cut to milliseconds; second 60 is the next minute.
/// A local time that daylight saving skips is read by the offset before the change, as on a clock not yet put forward.
/// One that it repeats is the later one, unless that lies over 2 minutes after `received`.
/// ErrorKind::malformed for any other text, ErrorKind::invalid for what no calendar has, or an unknown zone,
/// ErrorKind::unsupported for a time before 1970 or after 9999: a clock that was never set. The text itself is not in
/// the error.
Result<Instant> read_dicom_time(std::string_view date, std::string_view time, const DicomClock& clock);

/// Timezone Offset From UTC (0008,0201): "+0100", "-0330". ErrorKind::malformed for any other text.
Result<std::chrono::minutes> read_utc_offset(std::string_view text);

}  // namespace isocenter::agent
