#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "agent/observe/log_memory.hpp"
#include "agent/probe/log_source.hpp"
#include "shared/core/names.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::agent {

/// How far a device's log has been read, and what must be known of the lines before. It lies in the outbox's database
/// and is committed with the events that came of those lines.
struct LogPosition {
  FileId file;  ///< the one being read; where that is a copy, the one before it
  /// The one at the log's path as last seen: a file beside it that is neither this nor the one being read was copied
  /// from it, not renamed.
  FileId live;
  std::uint64_t offset = 0;  ///< where the next line begins
  Fingerprint past;          ///< of the file up to `offset`
  std::uint64_t seen_size = 0;
  bool skipping = false;         ///< within a line that was too long
  std::vector<FileId> known;     ///< rotated files that are read, or are older than the first look
  std::uint64_t lost_bytes = 0;  ///< seen, but gone before they could be read
  std::uint64_t cut_bytes = 0;   ///< dropped from lines that were too long
  LogMemory memory;
  bool knows(const FileId& rotated) const { return std::find(known.begin(), known.end(), rotated) != known.end(); }
  bool operator==(const LogPosition&) const = default;
};

/// Nothing where this log was never looked at. Makes the table where it is missing. Throws StoreError.
std::optional<LogPosition> read_log_position(sqlite::Database& database, const DeviceName& device,
                                             const std::filesystem::path& path);

void write_log_position(sqlite::Database& database, const DeviceName& device, const std::filesystem::path& path,
                        const LogPosition& position);

}  // namespace isocenter::agent
