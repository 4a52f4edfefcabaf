#include "collector/analytics/utilisation.hpp"

#include <gtest/gtest.h>

namespace isocenter::analytics {
namespace {

using collector::Calendar;
using collector::StateInterval;

const Instant monday = parse_rfc3339("2026-03-02T00:00:00Z").value();
const Period that_day{monday, monday + std::chrono::hours{24}};

StateInterval interval(EquipmentState state, int from_hour, int to_hour, std::optional<KeyedHash> exam) {
  return {.device = DeviceName::parse("ct1").value(),
          .state = state,
          .period = {monday + std::chrono::hours{from_hour}, monday + std::chrono::hours{to_hour}},
          .cause = {},
          .grade = Grade::a,
          .reason = {},
          .source = {},
          .exam = std::move(exam),
          .began_by = {}};
}

TEST(Utilisation, DividesExamTimeByOperatingHours) {
  const Calendar calendar{"UTC", {{1, 8 * 60, 18 * 60}}};
  const std::vector intervals{interval(EquipmentState::ready, 0, 9, {}), interval(EquipmentState::in_use, 9, 11, "e1"),
                              interval(EquipmentState::limited, 11, 12, "e2"),
                              interval(EquipmentState::limited, 12, 13, {}),
                              interval(EquipmentState::in_use, 18, 20, "e3")};
  const Utilisation used = utilisation(intervals, calendar, that_day);
  EXPECT_EQ(used.running, std::chrono::hours{5});
  EXPECT_EQ(used.scheduled, std::chrono::hours{10});
  EXPECT_DOUBLE_EQ(used.ratio().value(), 0.5);
}

TEST(Utilisation, WithoutHoursCountsTheWholeWindow) {
  const std::vector intervals{interval(EquipmentState::in_use, 0, 6, "e1")};
  EXPECT_DOUBLE_EQ(utilisation(intervals, Calendar{}, that_day).ratio().value(), 0.25);
}

TEST(Utilisation, IsNothingWhereNothingWasScheduled) {
  const Calendar tuesdays{"UTC", {{2, 8 * 60, 18 * 60}}};
  EXPECT_EQ(utilisation({}, tuesdays, that_day).ratio(), std::nullopt);
}

}  // namespace
}  // namespace isocenter::analytics
