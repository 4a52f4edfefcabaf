#include "kiosk/twin_file.hpp"

#include <fmt/format.h>

#include <fstream>
#include <system_error>

namespace isocenter::kiosk {

Result<void> TwinFile::write(std::string_view text) const {
  std::filesystem::path beside = path_;
  beside += ".new";
  std::ofstream file{beside, std::ios::binary | std::ios::trunc};
  file << text << '\n';
  file.close();
  std::error_code failed;
  if (file) std::filesystem::rename(beside, path_, failed);
  if (file && !failed) return {};
  return fail(ErrorKind::unavailable, path_.string(),
              fmt::format("cannot be written{}; name a file in a folder that is there and has room, e.g. below /run",
                          failed ? " (" + failed.message() + ")" : std::string{}));
}

}  // namespace isocenter::kiosk
