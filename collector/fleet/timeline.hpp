#pragma once

#include <string>

#include "shared/core/names.hpp"
#include "shared/core/time.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::fleet {

struct TimelineWanted {
  DeviceName device;
  Period window;
  int most = 400;  ///< where more intervals lie in the window they are summed up in so many buckets
};

/// What a device went through in a window, as JSON: intervals cut where somebody corrected them, with exams, faults and
/// covered hours; or time in each state by buckets, where those would be too many to draw. Throws sqlite::StoreError.
std::string timeline_answer(const TimelineWanted& wanted, sqlite::Database& database);

}  // namespace isocenter::fleet
