#pragma once

#include <stdlib.h>

#include <cassert>
#include <filesystem>
#include <string>

namespace isocenter::agent {

/// An empty folder that goes with its owner.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "isocenter-dicom-XXXXXX").string();
    const char* made = ::mkdtemp(pattern.data());
    assert(made != nullptr);
    path_ = made;
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace isocenter::agent
