#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace isocenter::collector {

/// As typed; nothing where an option was not given.
struct StatementArguments {
  std::optional<std::string> contract, device, period, format;
  std::optional<std::int64_t> edition;
};

/// Writes `report statement`: the statement of a period as it would be issued now, or an edition as it was. Gives the
/// exit code.
int statement(const std::filesystem::path& configuration, const StatementArguments& arguments);

}  // namespace isocenter::collector
