#pragma once

#include <filesystem>
#include <string_view>

#include "shared/core/result.hpp"

namespace isocenter::kiosk {

/// A file that always holds one whole text: whoever reads it finds the last one or the one before, never half of one.
class TwinFile {
 public:
  explicit TwinFile(std::filesystem::path path) : path_{std::move(path)} {}

  /// Writes beside it, then renames. ErrorKind::unavailable with the mend where that fails.
  Result<void> write(std::string_view text) const;

 private:
  std::filesystem::path path_;
};

}  // namespace isocenter::kiosk
