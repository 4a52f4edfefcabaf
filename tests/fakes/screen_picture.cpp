#include "tests/fakes/screen_picture.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace isocenter::fakes {
namespace {

/// Of the header's 32-bit numbers, most significant byte first (X11/XWDFile.h).
enum Field {
  header_size = 0,
  pixmap_width = 4,
  pixmap_height = 5,
  bits_per_pixel = 11,
  bytes_per_line = 12,
  colours = 19
};
constexpr std::size_t least_header = 100;
constexpr std::size_t colour_entry = 12;

std::size_t number(const std::string& bytes, Field field) {
  std::size_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[4u * field + i]);
  return value;
}

}  // namespace

ScreenPicture::ScreenPicture(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  bytes_.assign(std::istreambuf_iterator<char>{stream}, {});
  if (bytes_.size() < least_header || number(bytes_, bits_per_pixel) != 32) {
    throw std::runtime_error{file.string() + ": no screen of 32 bits a pixel"};
  }
  width_ = static_cast<int>(number(bytes_, pixmap_width));
  height_ = static_cast<int>(number(bytes_, pixmap_height));
  row_bytes_ = number(bytes_, bytes_per_line);
  pixels_ = number(bytes_, header_size) + number(bytes_, colours) * colour_entry;
  if (bytes_.size() < pixels_ + row_bytes_ * static_cast<std::size_t>(height_)) {
    throw std::runtime_error{file.string() + ": cut off"};
  }
}

ScreenPicture::Colour ScreenPicture::at(int x, int y) const {
  const std::size_t place = pixels_ + static_cast<std::size_t>(y) * row_bytes_ + static_cast<std::size_t>(x) * 4;
  const auto byte = [&](std::size_t offset) { return static_cast<std::uint8_t>(bytes_.at(place + offset)); };
  return {byte(2), byte(1), byte(0)};
}

}  // namespace isocenter::fakes
