#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace isocenter::collector {

/// Compares the log with its chains, and what is derived with the log. Gives the exit code: 1 where they differ.
int verify(const std::filesystem::path& configuration);

/// Finds the events that `words` name (event_names.hpp) and says of each what it is, where it lies, and whether its
/// node's chain holds up to it. Gives the exit code: 1 where one is not found or not proven, 2 for words that name
/// none.
int verify_events(const std::filesystem::path& configuration, const std::vector<std::string>& words);

}  // namespace isocenter::collector
