#include "shared/outbox/shared_disk.hpp"

#include <fmt/format.h>
#include <sys/vfs.h>

namespace isocenter::outbox {

std::string_view shared_file_system(std::uint64_t magic) {
  switch (magic & 0xffffffff) {  // some kernels extend the sign
    case 0x6969: return "NFS";
    case 0x517b:      // smbfs
    case 0xff534d42:  // CIFS
    case 0xfe534d42:  // SMB 2 and later
      return "CIFS";
    case 0x65735546: return "FUSE";
    default: return {};
  }
}

std::optional<Error> fault_in_disk_of(const std::filesystem::path& outbox) {
  const std::filesystem::path folder = outbox.has_parent_path() ? outbox.parent_path() : std::filesystem::path{"."};
  struct statfs about {};
  if (::statfs(folder.c_str(), &about) != 0) return std::nullopt;  // whoever opens the outbox says why
  const std::string_view name = shared_file_system(static_cast<std::uint64_t>(about.f_type));
  if (name.empty()) return std::nullopt;
  return Error{
      ErrorKind::unavailable, folder.string(),
      fmt::format("the outbox's folder lies on {}, which loses a database; name one on a disk of this machine, "
                  "e.g. /var/lib/isocenter",
                  name)};
}

}  // namespace isocenter::outbox
