#pragma once

#include <filesystem>

namespace isocenter::collector {

/// Compares the log with its chains, and what is derived with the log. Gives the exit code: 1 where they differ.
int verify(const std::filesystem::path& configuration);

}  // namespace isocenter::collector
