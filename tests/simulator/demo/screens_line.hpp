#pragma once

#include <nlohmann/json_fwd.hpp>

#include "tests/simulator/demo/comparison.hpp"
#include "tests/simulator/demo/folder.hpp"

namespace isocenter::simulator {

/// What a screen that starts now is told of every room (the retained `collector/device/...`), beside the rows of
/// `report status`. Waits up to 5 s until all of them are told.
Comparison compare_screens(const DemoFolder& folder, const nlohmann::json& status);

}  // namespace isocenter::simulator
