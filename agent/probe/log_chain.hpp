#pragma once

#include <deque>
#include <filesystem>
#include <vector>

#include "agent/probe/log_position.hpp"
#include "agent/probe/log_source.hpp"

namespace isocenter::agent {

/// The files to read from a position on, in order: what a rotation has put aside, and last the one at the log's path.
struct LogChain {
  std::deque<LogSource> files;
  /// The first file holds what was read; else nothing does, or nothing was read yet.
  bool holds_past = false;

  bool has(const FileId& id) const;
};

/// The files beside the log that a rotation made of it, oldest first: "ct1.log.1", "ct1.log-20261124", "ct1.1.log" …
/// not compressed.
std::vector<FileId> rotated_files(const std::filesystem::path& log);

/// What there is to read after `position`. The file that was read is known by its content, whatever it is called and
/// whatever number it has. Where nothing holds it any more: the rotated files not known yet, then the log itself.
/// Empty where there is no file, or where files changed their names meanwhile: ask again.
/// Throws std::system_error where one may not be read.
LogChain find_log_chain(const std::filesystem::path& log, const LogPosition& position);

}  // namespace isocenter::agent
