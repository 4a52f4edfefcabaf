#pragma once

#include <vector>

#include "collector/config.hpp"
#include "collector/contract/contract.hpp"

namespace isocenter::collector {

/// The contracts of the file the configuration names, for the site's devices; none where it names none.
Result<std::vector<contract::Contract>> contracts_of(const CollectorConfiguration& configuration);

}  // namespace isocenter::collector
