#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "kiosk/widget/canvas.hpp"

namespace isocenter::kiosk {

/// A picture's pixels, three bytes each, rows from the top.
struct Picture {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgb{};
};

/// Throws std::runtime_error naming the file.
Picture read_picture(const std::filesystem::path& file);
void write_picture(const std::filesystem::path& file, const Picture& picture);

/// Many pictures of one size, small, side by side.
class ContactSheet {
 public:
  explicit ContactSheet(PanelPixels panel);
  void add(const std::filesystem::path& picture);
  void write(const std::filesystem::path& file) const;

 private:
  int shrink_;  ///< so many pixels become one, each way
  std::vector<Picture> small_;
};

}  // namespace isocenter::kiosk
