#pragma once

#include <filesystem>

namespace isocenter::collector {

/// Works out anew all that is derived from the log, judging by the present configuration what was not allowed.
/// While `serve` runs it refuses. Gives the exit code.
int rebuild(const std::filesystem::path& configuration);

}  // namespace isocenter::collector
