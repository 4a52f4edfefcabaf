#pragma once

#include <map>
#include <string>

#include "tests/simulator/demo/folder.hpp"

namespace isocenter::simulator {

/// What the broker keeps for whoever subscribes to `filter` below the site's prefix: payloads by what stands behind it,
/// e.g. "node/agent-ct/status". Waits up to 5 s until there are `count`; all there are where they do not come.
std::map<std::string, std::string> retained(const DemoFolder& folder, const std::string& filter, std::size_t count);

}  // namespace isocenter::simulator
