#include "tests/kiosk/pictures/contact_sheet.hpp"

#include <fmt/format.h>
#include <png.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>

namespace isocenter::kiosk {
namespace {

constexpr int small_side = 480;  ///< of the longer side
constexpr int gap = 8;

/// The mean of each square of `shrink` pixels a side.
Picture shrunk(const Picture& picture, int shrink) {
  Picture small{.width = picture.width / shrink, .height = picture.height / shrink};
  for (int y = 0; y < small.height; ++y) {
    for (int x = 0; x < small.width; ++x) {
      for (int channel = 0; channel < 3; ++channel) {
        int sum = 0;
        for (int dy = 0; dy < shrink; ++dy) {
          for (int dx = 0; dx < shrink; ++dx) {
            sum +=
                picture
                    .rgb[static_cast<std::size_t>(((y * shrink + dy) * picture.width + x * shrink + dx) * 3 + channel)];
          }
        }
        small.rgb.push_back(static_cast<std::uint8_t>(sum / (shrink * shrink)));
      }
    }
  }
  return small;
}

}  // namespace

Picture read_picture(const std::filesystem::path& file) {
  png_image image;
  std::memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_file(&image, file.c_str()) == 0) {
    throw std::runtime_error{fmt::format("{}: {}", file.string(), image.message)};
  }
  image.format = PNG_FORMAT_RGB;
  Picture picture{.width = static_cast<int>(image.width), .height = static_cast<int>(image.height)};
  picture.rgb.resize(PNG_IMAGE_SIZE(image));
  if (png_image_finish_read(&image, nullptr, picture.rgb.data(), 0, nullptr) == 0) {
    throw std::runtime_error{fmt::format("{}: {}", file.string(), image.message)};
  }
  return picture;
}

void write_picture(const std::filesystem::path& file, const Picture& picture) {
  png_image image;
  std::memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(picture.width);
  image.height = static_cast<png_uint_32>(picture.height);
  image.format = PNG_FORMAT_RGB;
  if (png_image_write_to_file(&image, file.c_str(), 0, picture.rgb.data(), 0, nullptr) == 0) {
    throw std::runtime_error{fmt::format("{}: {}", file.string(), image.message)};
  }
}

ContactSheet::ContactSheet(PanelPixels panel)
    : shrink_{std::max(std::max(panel.width, panel.height) / small_side, 1)} {}

void ContactSheet::add(const std::filesystem::path& picture) {
  small_.push_back(shrunk(read_picture(picture), shrink_));
}

void ContactSheet::write(const std::filesystem::path& file) const {
  if (small_.empty()) return;
  const int wide = small_.front().width, tall = small_.front().height;
  const int columns = std::max(
      static_cast<int>(std::lround(std::sqrt(static_cast<double>(small_.size()) * 16.0 / 9 * tall / wide))), 1);
  const int rows = (static_cast<int>(small_.size()) + columns - 1) / columns;
  Picture sheet{.width = columns * (wide + gap) + gap, .height = rows * (tall + gap) + gap};
  sheet.rgb.assign(static_cast<std::size_t>(sheet.width * sheet.height * 3), 0x80);
  for (int i = 0; i < static_cast<int>(small_.size()); ++i) {
    const Picture& small = small_[static_cast<std::size_t>(i)];
    const int left = gap + i % columns * (wide + gap), top = gap + i / columns * (tall + gap);
    for (int y = 0; y < tall; ++y) {
      const auto from = small.rgb.begin() + static_cast<std::ptrdiff_t>(y) * wide * 3;
      std::copy(from, from + wide * 3,
                sheet.rgb.begin() + (static_cast<std::ptrdiff_t>(top + y) * sheet.width + left) * 3);
    }
  }
  write_picture(file, sheet);
}

}  // namespace isocenter::kiosk
