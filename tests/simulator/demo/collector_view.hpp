#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "shared/core/time.hpp"
#include "tests/simulator/demo/folder.hpp"

/// What the collector says, asked as anybody would ask it.
namespace isocenter::simulator {

/// The rows that `isocenter-collector report NAME --format json` prints.
/// Throws std::runtime_error where the program fails or prints no JSON.
nlohmann::json report(const DemoFolder& folder, const std::filesystem::path& program, const std::string& name,
                      Period period);
/// Of a report that is not asked by time: all it has.
nlohmann::json report(const DemoFolder& folder, const std::filesystem::path& program, const std::string& name);

}  // namespace isocenter::simulator
