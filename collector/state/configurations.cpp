#include "collector/state/configurations.hpp"

#include <algorithm>

namespace isocenter::collector {
namespace {

Configuration read(const DeviceName& device, const LogRow* row, const ConfigurationLoaded& loaded) {
  Configuration read{.from = row->when, .row = row, .observer = {}, .modality = {}, .calendar = {}};
  const auto found = std::find_if(loaded.devices.begin(), loaded.devices.end(),
                                  [&](const ConfiguredDevice& other) { return other.name == device; });
  if (found == loaded.devices.end()) return read;
  read.observer = found->node;
  read.modality = found->modality;
  read.calendar = Calendar{loaded.zone, found->hours};
  return read;
}

}  // namespace

Configurations::Configurations(const DeviceName& device, const Rows& rows) {
  for (const LogRow* row : rows) {
    if (const auto* loaded = body_as<ConfigurationLoaded>(row)) all_.push_back(read(device, row, *loaded));
  }
}

const Configuration* Configurations::at(Instant instant) const {
  if (all_.empty()) return nullptr;
  const auto after = std::upper_bound(all_.begin(), all_.end(), instant,
                                      [](Instant time, const Configuration& next) { return time < next.from; });
  return after == all_.begin() ? &all_.front() : &*std::prev(after);
}

std::optional<NodeName> Configurations::observer_at(Instant instant) const {
  const Configuration* held = at(instant);
  return held == nullptr ? std::nullopt : held->observer;
}

}  // namespace isocenter::collector
