#pragma once

#include <vector>

#include "kiosk/model/local_time.hpp"
#include "kiosk/model/strip.hpp"
#include "shared/wire/snapshot.hpp"

namespace isocenter::kiosk {

/// To the minute below: timelines do not move more often.
Instant whole_minute(Instant instant);

/// `known` is when the last word came; `now` or later where all is confirmed.
Strip make_strip(const wire::DeviceSnapshot& snapshot, Period window, Instant now, Instant known,
                 const LocalTime& local);

/// One label per full hour of `window`: every second hour, none where the pointer of `now` stands.
std::vector<std::string> hour_labels(Period window, Instant now, const LocalTime& local);

}  // namespace isocenter::kiosk
