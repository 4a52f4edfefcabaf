#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "shared/core/result.hpp"

namespace isocenter::kiosk {

/// Writes `rgb` (three bytes a pixel, rows from the bottom up, as OpenGL reads them) as PNG.
Result<void> write_png(const std::filesystem::path& file, int width, int height, const std::vector<std::uint8_t>& rgb);

}  // namespace isocenter::kiosk
