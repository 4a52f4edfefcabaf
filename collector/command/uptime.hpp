#pragma once

#include <filesystem>
#include <optional>

#include "collector/report/request.hpp"

namespace isocenter::collector {

/// As typed; empty where an option was not given.
struct UptimeFiles {
  std::filesystem::path configuration, contracts, intervals;
};

/// Writes `report uptime`: over the database, or over an interval file, for which no configuration is needed.
/// Gives the exit code.
int uptime(const UptimeFiles& files, const report::ReportArguments& arguments);

}  // namespace isocenter::collector
