#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "tests/fakes/child_process.hpp"
#include "tests/fakes/screen_picture.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::fakes {

/// An X server for nobody to look at (Xvfb); ends with the object.
class VirtualScreen {
 public:
  struct Options {
    int width = 1920, height = 1080;
    bool has_opengl = true;
  };
  /// Throws std::runtime_error with what the server said where it does not come up.
  explicit VirtualScreen(const std::filesystem::path& output, Options options);
  explicit VirtualScreen(const std::filesystem::path& output) : VirtualScreen{output, Options{}} {}

  /// What DISPLAY is to be: the server chose its number itself.
  const std::string& display() const { return display_; }
  /// What can be seen on it now.
  ScreenPicture picture() const { return ScreenPicture{memory_ / "Xvfb_screen0"}; }

 private:
  TemporaryFolder memory_;  ///< where the server keeps its pixels
  std::unique_ptr<ChildProcess> server_;
  std::string display_;
};

}  // namespace isocenter::fakes
