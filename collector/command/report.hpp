#pragma once

#include <filesystem>

#include "collector/report/request.hpp"

namespace isocenter::collector {

/// Writes a report to standard output. Gives the exit code.
int report(const std::filesystem::path& configuration, const report::ReportArguments& arguments);

}  // namespace isocenter::collector
