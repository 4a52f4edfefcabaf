#pragma once

#include <compare>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "shared/core/descriptor.hpp"

namespace isocenter::agent {

/// Which file it is, as the file system says.
struct FileId {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;   ///< 0: there was none; given to another file once this one is gone
  std::int64_t born_ns = 0;  ///< tells the two apart, where the file system knows it (else 0)
  auto operator<=>(const FileId&) const = default;
};

/// The file now at `path`; nothing where there is none. Throws std::system_error where that cannot be told.
std::optional<FileId> file_at(const std::filesystem::path& path);

/// An open log file. It stays the same file whatever is done to its name.
class LogSource {
 public:
  /// Nothing where there is no such file. Throws std::system_error, also where it is no regular file.
  static std::optional<LogSource> open(const std::filesystem::path& path);

  const FileId& id() const { return id_; }
  std::uint64_t size() const;
  /// At most `length` bytes from `offset` on, fewer where the file ends.
  std::string read(std::uint64_t offset, std::size_t length) const;

 private:
  LogSource(Descriptor file, FileId id) : file_{std::move(file)}, id_{id} {}
  Descriptor file_;
  FileId id_;
};

/// What a file looked like up to a place in it, so that it is known again under any name, and a file that took over its
/// name or number is not taken for it. Digests only: no line's words are kept.
struct Fingerprint {
  std::uint64_t head_length = 0;  ///< up to 256 bytes at the start
  std::string head;
  std::uint64_t tail_length = 0;  ///< up to 256 bytes before the place
  std::string tail;
  bool operator==(const Fingerprint&) const = default;
};

Fingerprint fingerprint(const LogSource& source, std::uint64_t offset);

/// Whether `source` has at least `offset` bytes and they look as they did.
bool holds(const LogSource& source, std::uint64_t offset, const Fingerprint& looked);

}  // namespace isocenter::agent
