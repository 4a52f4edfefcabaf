#include "kiosk/window/png_file.hpp"

#include <fmt/format.h>
#include <png.h>

#include <cstring>

namespace isocenter::kiosk {

Result<void> write_png(const std::filesystem::path& file, int width, int height, const std::vector<std::uint8_t>& rgb) {
  png_image image;
  std::memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(width);
  image.height = static_cast<png_uint_32>(height);
  image.format = PNG_FORMAT_RGB;
  if (png_image_write_to_file(&image, file.c_str(), 0, rgb.data(), -3 * width, nullptr) != 0) return {};
  return fail(ErrorKind::unavailable, file.string(), fmt::format("cannot be written ({})", image.message));
}

}  // namespace isocenter::kiosk
