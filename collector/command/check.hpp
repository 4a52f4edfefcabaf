#pragma once

#include <filesystem>

namespace isocenter::collector {

/// Says what `serve` would do by this file, and whether it could. Gives the exit code.
int check(const std::filesystem::path& configuration);

}  // namespace isocenter::collector
