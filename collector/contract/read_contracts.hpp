#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "collector/contract/contract.hpp"
#include "shared/core/result.hpp"

namespace isocenter::contract {

/// Reads contracts.toml (firmware-configs/contracts.example.toml documents it). Every error of the file at once, each
/// with line, key and mend. `known`: the site's devices; a contract for others is refused. Empty: any device will do.
Result<std::vector<Contract>> read_contracts(const std::filesystem::path& path,
                                             const std::vector<DeviceName>& known = {});
/// The same from text; `named` stands in the errors.
Result<std::vector<Contract>> parse_contracts(std::string_view text, const std::filesystem::path& named,
                                              const std::vector<DeviceName>& known = {});

}  // namespace isocenter::contract
