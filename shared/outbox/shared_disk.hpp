#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

#include "shared/core/result.hpp"

namespace isocenter::outbox {

/// What a file system is called on which SQLite's locks and its log in shared memory cannot be relied on, by its
/// statfs(2) magic: "NFS", "CIFS", "FUSE". Empty for any other.
std::string_view shared_file_system(std::uint64_t magic);

/// ErrorKind::unavailable with the mend where the folder of `outbox` lies on such a file system.
std::optional<Error> fault_in_disk_of(const std::filesystem::path& outbox);

}  // namespace isocenter::outbox
