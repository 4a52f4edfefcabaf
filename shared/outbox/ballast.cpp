#include "shared/outbox/ballast.hpp"

#include <fcntl.h>
#include <sys/statvfs.h>

#include <system_error>

#include "shared/core/descriptor.hpp"

namespace isocenter::outbox {

Ballast::Ballast(std::filesystem::path path, std::uint64_t bytes) : path_{std::move(path)}, bytes_{bytes} {
  std::error_code failed;
  there_ = bytes_ == 0 || std::filesystem::file_size(path_, failed) == bytes_;
  if (!there_) make();
}

void Ballast::release() noexcept {
  if (bytes_ == 0) return;
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
  there_ = false;
}

void Ballast::make_if_room() noexcept {
  if (!there_ && room() >= 2 * bytes_) make();
}

std::uint64_t Ballast::room() const noexcept {
  std::error_code ignored;
  const auto space = std::filesystem::space(path_.parent_path().empty() ? "." : path_.parent_path(), ignored);
  return ignored ? 0 : space.available;
}

void Ballast::make() noexcept {
  {
    const Descriptor file{open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
    there_ = file.get() >= 0 && posix_fallocate(file.get(), 0, static_cast<off_t>(bytes_)) == 0;
  }
  if (!there_) release();
}

}  // namespace isocenter::outbox
