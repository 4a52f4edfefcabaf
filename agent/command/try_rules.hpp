#pragma once

#include <filesystem>
#include <ostream>
#include <string>

namespace isocenter::agent {

/// `isocenter-agent try-rules PROFILE LOG`: a row for each line that a rule of the profile recognises, with its number,
/// time (UTC), the rule, what it means and what came of it; at the end the exams and what was counted. No text of the
/// log is printed, only what would leave the agent. `zone`: IANA, of the log's times.
/// Gives the exit code: 0; 1 where the log cannot be read; 2 where profile or zone are wrong (said to `errors`).
int try_rules(const std::filesystem::path& profile, const std::filesystem::path& log, const std::string& zone,
              std::ostream& out, std::ostream& errors);

}  // namespace isocenter::agent
