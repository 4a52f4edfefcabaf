#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <stop_token>

#include "kiosk/config.hpp"

namespace isocenter::kiosk {

struct ScreenshotRequest {
  std::filesystem::path file;
  std::chrono::seconds after{3};
};

/// Shows the configured screen until `stop`, until the window is closed, or until the screenshot is taken.
/// The program's exit code; what failed is said on standard error.
int run(const KioskConfiguration& configuration, const std::optional<ScreenshotRequest>& screenshot,
        const std::stop_token& stop);

}  // namespace isocenter::kiosk
