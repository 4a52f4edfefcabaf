#pragma once

#include <vector>

#include "kiosk/model/local_time.hpp"
#include "kiosk/model/strip.hpp"
#include "shared/wire/snapshot.hpp"

namespace isocenter::kiosk {

/// How far a timeline of that length moves at once: a minute, less where it shows less than twelve hours.
std::chrono::seconds strip_step(Milliseconds length);
Instant whole_step(Instant instant, Milliseconds length);

/// `length` of time around `now`, a third of it ahead.
Period strip_window(Instant now, Milliseconds length);

/// `known` is when the last word came; `now` or later where all is confirmed.
Strip make_strip(const wire::DeviceSnapshot& snapshot, Period window, Instant now, Instant known,
                 const LocalTime& local);

/// One label per line of the strip's grid: every second hour, or every third line of minutes; else empty.
std::vector<std::string> grid_labels(const Strip& strip, const LocalTime& local);

}  // namespace isocenter::kiosk
