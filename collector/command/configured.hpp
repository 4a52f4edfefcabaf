#pragma once

#include <functional>

#include "collector/config.hpp"

namespace isocenter::collector {

/// Reads the file and runs `command`. Errors of the file go to standard error, exit 2; what `command` throws is said in
/// one line, exit 1.
int configured(const std::filesystem::path& path, const std::function<int(const CollectorConfiguration&)>& command);

/// Where not, says so with the mend.
bool store_is_there(const CollectorConfiguration& configuration);

}  // namespace isocenter::collector
