#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace isocenter::fakes {

/// What a virtual screen (Xvfb -fbdir) shows at one moment, read from its memory in the format of xwd.
class ScreenPicture {
 public:
  struct Colour {
    std::uint8_t red = 0, green = 0, blue = 0;
    bool operator==(const Colour&) const = default;
  };

  /// Throws std::runtime_error where the file is not such a screen of 32 bits a pixel.
  explicit ScreenPicture(const std::filesystem::path& file);

  int width() const { return width_; }
  int height() const { return height_; }
  Colour at(int x, int y) const;

 private:
  int width_ = 0, height_ = 0;
  std::size_t row_bytes_ = 0, pixels_ = 0;
  std::string bytes_;
};

}  // namespace isocenter::fakes
