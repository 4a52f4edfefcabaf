#include "collector/fleet/device_now.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "collector/analytics/state_times.hpp"
#include "collector/state/said_rows.hpp"
#include "collector/store/derived_columns.hpp"
#include "collector/store/stored_rows.hpp"

namespace isocenter::fleet {
namespace {

/// Work is not announced earlier than that.
constexpr std::chrono::days announced_before{365};

std::optional<collector::StateInterval> read_last(const DeviceName& device, sqlite::Database& database) {
  sqlite::Statement row{database, fmt::format("SELECT {} FROM interval WHERE device = ?1 ORDER BY from_ms DESC LIMIT 1",
                                              collector::interval_columns)};
  row.bind(1, std::string_view{device.text()});
  if (!row.step()) return std::nullopt;
  return collector::read_interval(row, device);
}

std::optional<collector::FaultRow> read_open_fault(const DeviceName& device, sqlite::Database& database) {
  sqlite::Statement row{database,
                        fmt::format("SELECT {} FROM fault WHERE device = ?1 AND closed IS NULL ORDER BY CASE effect "
                                    "WHEN 'down' THEN 0 WHEN 'limited' THEN 1 ELSE 2 END, reported, fault LIMIT 1",
                                    collector::fault_columns)};
  row.bind(1, std::string_view{device.text()});
  if (!row.step()) return std::nullopt;
  return collector::read_fault(row, device);
}

std::vector<Period> merged(const std::map<Instant, Instant>& works) {
  std::vector<Period> booked;
  for (const auto& [from, to] : works) {
    if (!booked.empty() && from <= booked.back().to) {
      booked.back().to = std::max(booked.back().to, to);
    } else {
      booked.push_back({from, to});
    }
  }
  return booked;
}

std::vector<collector::StoredRow> read_announced(const DeviceName& device, Instant from, sqlite::Database& database) {
  sqlite::Statement rows{database, fmt::format("{} WHERE e.device = ?1 AND e.when_ms >= ?2 AND e.fate = 'stored' AND "
                                               "e.type IN ('device.declared', 'event.withdrawn')",
                                               collector::select_stored_rows)};
  rows.bind(1, std::string_view{device.text()}).bind(2, to_unix_ms(from));
  return collector::read_stored_rows(rows);
}

collector::Rows said_of(const std::vector<collector::StoredRow>& stored) {
  std::vector<const collector::LogRow*> rows;
  for (const collector::StoredRow& row : stored) rows.push_back(&row.row);
  std::ranges::sort(rows, [](const auto* a, const auto* b) { return *a < *b; });
  return collector::without_withdrawn(rows);
}

/// Announced in the log; of two with the same begin the later one said counts, and `ready` ends what had begun.
std::vector<Period> read_booked(const DeviceName& device, Instant known_until, sqlite::Database& database) {
  const auto announced = read_announced(device, known_until - announced_before, database);
  std::map<Instant, Instant> works;
  for (const collector::LogRow* row : said_of(announced)) {
    const auto* declared = collector::body_as<DeviceDeclared>(row);
    if (declared == nullptr) continue;
    const Instant from = on_collector_clock(*row, declared->from);
    if (declared->state == EquipmentState::planned_down && declared->until) {
      works[from] = on_collector_clock(*row, *declared->until);
    } else if (declared->state == EquipmentState::ready) {
      std::erase_if(works, [&](const auto& work) { return work.first <= from && work.second > from; });
    }
  }
  std::erase_if(works, [&](const auto& work) { return work.second <= known_until || work.first >= work.second; });
  return merged(works);
}

}  // namespace

EquipmentState DeviceNow::state() const {
  return last ? analytics::counted_as(last->state, last->grade) : EquipmentState::unknown;
}

std::optional<Instant> DeviceNow::until() const {
  if (state() != EquipmentState::planned_down || booked.empty() || booked.front().from > last->period.from) {
    return std::nullopt;
  }
  return booked.front().to;
}

DeviceNow read_now(const DeviceName& device, Instant known_until, sqlite::Database& database) {
  return {.last = read_last(device, database),
          .fault = read_open_fault(device, database),
          .booked = read_booked(device, known_until, database)};
}

}  // namespace isocenter::fleet
