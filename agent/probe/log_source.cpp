#include "agent/probe/log_source.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <system_error>
#include <utility>

#include "shared/core/digest.hpp"

namespace isocenter::agent {
namespace {

constexpr std::uint64_t print_bytes = 256;

[[noreturn]] void fail_with(int error, const std::string& what) {
  throw std::system_error{error, std::generic_category(), what};
}

FileId id_of(const struct statx& status) {
  const bool is_born = (status.stx_mask & STATX_BTIME) != 0;
  return {makedev(status.stx_dev_major, status.stx_dev_minor), status.stx_ino,
          is_born ? status.stx_btime.tv_sec * 1'000'000'000 + status.stx_btime.tv_nsec : 0};
}

bool is_absence(int error) { return error == ENOENT || error == ENOTDIR; }

std::string digest_of(const std::string& bytes) {
  std::array<std::uint8_t, 16> digest{};
  const int failed = crypto_generichash(digest.data(), digest.size(),
                                        reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr, 0);
  assert(failed == 0);
  return to_hex(digest);
}

}  // namespace

std::optional<FileId> file_at(const std::filesystem::path& path) {
  struct statx status {};
  if (::statx(AT_FDCWD, path.c_str(), 0, STATX_BASIC_STATS | STATX_BTIME, &status) == 0) return id_of(status);
  if (is_absence(errno)) return std::nullopt;
  fail_with(errno, path.string());
}

std::optional<LogSource> LogSource::open(const std::filesystem::path& path) {
  LogSource source{Descriptor{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)}, {}};
  const int file = source.file_.get();
  if (file < 0 && is_absence(errno)) return std::nullopt;
  if (file < 0) fail_with(errno, path.string());
  struct statx status {};
  if (::statx(file, "", AT_EMPTY_PATH, STATX_BASIC_STATS | STATX_BTIME, &status) != 0) fail_with(errno, path.string());
  if (!S_ISREG(status.stx_mode)) fail_with(S_ISDIR(status.stx_mode) ? EISDIR : EINVAL, path.string());
  source.id_ = id_of(status);
  return source;
}

std::uint64_t LogSource::size() const {
  struct stat status {};
  if (::fstat(file_.get(), &status) != 0) fail_with(errno, "a log's size");
  return static_cast<std::uint64_t>(status.st_size);
}

std::string LogSource::read(std::uint64_t offset, std::size_t length) const {
  std::string bytes(length, '\0');
  std::size_t filled = 0;
  while (filled < length) {
    const ssize_t got =
        ::pread(file_.get(), bytes.data() + filled, length - filled, static_cast<off_t>(offset + filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_with(errno, "reading a log");
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  bytes.resize(filled);
  return bytes;
}

Fingerprint fingerprint(const LogSource& source, std::uint64_t offset) {
  const std::uint64_t length = std::min(offset, print_bytes);
  return {length, digest_of(source.read(0, length)), length, digest_of(source.read(offset - length, length))};
}

bool holds(const LogSource& source, std::uint64_t offset, const Fingerprint& looked) {
  if (source.size() < offset) return false;
  return digest_of(source.read(0, looked.head_length)) == looked.head &&
         digest_of(source.read(offset - looked.tail_length, looked.tail_length)) == looked.tail;
}

}  // namespace isocenter::agent
