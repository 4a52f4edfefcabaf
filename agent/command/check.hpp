#pragma once

#include <filesystem>
#include <string>

#include "agent/config.hpp"

namespace isocenter::agent {

/// What the agent would do with this configuration, a line each, and what it could not tell with it.
std::string describe(const AgentConfiguration& configuration);

/// Reads the configuration and its profiles, says what the agent would do, tries that the outbox can be written and the
/// port be had. 0 all well; 1 it could not run; 2 the configuration is wrong.
int check(const std::filesystem::path& configuration);

}  // namespace isocenter::agent
