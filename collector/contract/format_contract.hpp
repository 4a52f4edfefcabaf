#pragma once

#include <string>
#include <vector>

#include "collector/contract/contract.hpp"

namespace isocenter::contract {

/// The contract as lines of contracts.toml, all keys in one order, so that equal terms give equal lines; what
/// parse_contracts reads back is the same contract. No line is longer than 256 bytes.
std::vector<std::string> format_contract(const Contract& contract);

/// "2026-10-01".
std::string date_text(LocalDate day);

}  // namespace isocenter::contract
