#include "collector/report/corrections.hpp"

#include "collector/store/desk_log.hpp"

namespace isocenter::report {

std::map<DeviceName, std::vector<statement::Correction>> read_corrections(sqlite::Database& database) {
  std::map<DeviceName, std::vector<statement::Correction>> corrections;
  for (const collector::PlacedEvent& event : collector::desk_events(database, "interval.corrected")) {
    const auto* said = std::get_if<IntervalCorrected>(&event.event.body);
    if (said == nullptr || !event.event.device) continue;
    corrections[*event.event.device].push_back({*said, event.when, {event.id, event.digest, event.log_row}});
  }
  return corrections;
}

std::vector<statement::Correction> read_corrections(const DeviceName& device, sqlite::Database& database) {
  auto all = read_corrections(database);
  const auto found = all.find(device);
  return found == all.end() ? std::vector<statement::Correction>{} : std::move(found->second);
}

}  // namespace isocenter::report
