#pragma once

#include <filesystem>

namespace isocenter::agent {

/// Observes until SIGTERM or SIGINT. 0 stopped; 1 could not (the outbox, the port); 2 the configuration is wrong.
/// Call before any thread is made.
int run(const std::filesystem::path& configuration);

}  // namespace isocenter::agent
