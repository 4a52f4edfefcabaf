#pragma once

#include <string_view>

namespace isocenter::kiosk {

/// The text of kiosk/raster/icons/{name}.svg; empty where there is none. Made by CMake.
std::string_view icon_source(std::string_view name);

}  // namespace isocenter::kiosk
