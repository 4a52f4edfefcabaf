#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "shared/core/descriptor.hpp"
#include "shared/outbox/ballast.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::outbox {

/// Holds "<path>.lock" so that no second program writes the same outbox. Throws sqlite::StoreError in words.
class FileLock {
 public:
  explicit FileLock(const std::filesystem::path& path);

 private:
  Descriptor file_;
};

/// Whether a program holds the FileLock of `path` now.
bool is_outbox_in_use(const std::filesystem::path& path);

struct OpenedFile {
  std::unique_ptr<sqlite::Database> database;
  std::optional<std::string> damage;  ///< what was wrong with the file that was put aside, and where it is now
};

/// Opens or makes the outbox's database with its tables. A damaged one is put aside first, and what can still be read
/// of it is taken over. On a full disk the ballast is given up for it.
/// Throws sqlite::StoreError where the file is of a later version, or the disk does not do its part.
OpenedFile open_outbox_file(const std::filesystem::path& path, Ballast& ballast);

}  // namespace isocenter::outbox
