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

/// What the command line asks for beside the screen itself.
struct KioskWishes {
  std::optional<ScreenshotRequest> screenshot{};
  std::filesystem::path describe{};  ///< the text twin's file, written anew whenever something was drawn; empty: none
};

/// Shows the configured screen until `stop`, until the window is closed, or until the screenshot is taken.
/// The program's exit code; what failed is said on standard error.
int run(const KioskConfiguration& configuration, const KioskWishes& wishes, const std::stop_token& stop);

}  // namespace isocenter::kiosk
