#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "shared/sqlite/database.hpp"

namespace isocenter::outbox {

/// What holds of a row of outbox_epochs whose name is one.
inline constexpr std::string_view is_epoch_sql = "(length(epoch) = 32 AND epoch NOT GLOB '*[^0-9a-f]*')";

/// Takes over into `fresh`, an outbox without epochs, what can be read of the damaged outbox at `aside`: epochs, rows
/// and the owner's tables. Where rows are missing the outbox will send gaps of reason "damaged". Gives the number of
/// events.
/// Throws nothing but what a full disk makes `fresh` throw; then it may be called again.
std::uint64_t salvage(const std::filesystem::path& aside, sqlite::Database& fresh);

}  // namespace isocenter::outbox
