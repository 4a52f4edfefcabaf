#include "collector/report/touching.hpp"

#include "collector/analytics/state_times.hpp"

namespace isocenter::report {

TouchingIntervals::TouchingIntervals(sqlite::Database& database)
    : statement_{database,
                 "SELECT device, state, from_ms, to_ms, cause, grade, reason, source, exam FROM interval"
                 " WHERE device = ?1 AND from_ms < ?3 AND from_ms >="
                 " coalesce((SELECT max(from_ms) FROM interval WHERE device = ?1 AND from_ms <= ?2), ?2)"
                 " AND (to_ms IS NULL OR to_ms > ?2) ORDER BY from_ms"} {}

void TouchingIntervals::ask(const DeviceName& device, Period window) {
  statement_.reset();
  statement_.bind(1, std::string_view{device.text()}).bind(2, to_unix_ms(window.from)).bind(3, to_unix_ms(window.to));
}

std::string TouchingIntervals::exported_state() const {
  std::string recorded = statement_.text(1);
  const auto state = from_word<EquipmentState>(recorded);
  const auto grade = from_word<Grade>(statement_.text_view(5));
  return state && grade ? std::string{word(analytics::counted_as(*state, *grade))} : recorded;
}

}  // namespace isocenter::report
