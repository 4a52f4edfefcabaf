#include "collector/command/contracts_of.hpp"

#include "collector/contract/read_contracts.hpp"

namespace isocenter::collector {

Result<std::vector<contract::Contract>> contracts_of(const CollectorConfiguration& configuration) {
  if (!configuration.contracts) return std::vector<contract::Contract>{};
  std::vector<DeviceName> known;
  for (const ConfiguredDevice& device : configuration.loaded.devices) known.push_back(device.name);
  return contract::read_contracts(*configuration.contracts, known);
}

}  // namespace isocenter::collector
