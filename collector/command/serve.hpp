#pragma once

#include <filesystem>

namespace isocenter::collector {

/// Takes events, derives, answers and shows until SIGTERM or SIGINT. Gives the exit code.
int serve(const std::filesystem::path& configuration);

}  // namespace isocenter::collector
