#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "tests/fakes/child_process.hpp"

namespace isocenter::fakes {

/// An X server for nobody to look at (Xvfb), of 1920x1080 pixels; ends with the object.
class VirtualScreen {
 public:
  /// Throws std::runtime_error with what the server said where it does not come up.
  explicit VirtualScreen(const std::filesystem::path& output);

  /// What DISPLAY is to be: the server chose its number itself.
  const std::string& display() const { return display_; }

 private:
  std::unique_ptr<ChildProcess> server_;
  std::string display_;
};

}  // namespace isocenter::fakes
