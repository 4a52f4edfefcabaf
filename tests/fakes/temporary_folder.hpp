#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>
#include <system_error>

namespace isocenter::fakes {

/// A folder of a test's own; gone with all that is in it when the test ends. In memory where there is room and TMPDIR
/// does not say otherwise: nothing a test writes has to survive a power cut, and syncing takes most of its time.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (base() / "isocenter-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::system_error{errno, std::generic_category(), name};
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  static std::filesystem::path base() {
    std::error_code absent;
    const auto room = std::filesystem::space("/dev/shm", absent);
    const bool has_room = !absent && room.available > 1024ull * 1024 * 1024;
    return has_room && getenv("TMPDIR") == nullptr ? "/dev/shm" : std::filesystem::temp_directory_path();
  }

  std::filesystem::path path_;
};

}  // namespace isocenter::fakes
