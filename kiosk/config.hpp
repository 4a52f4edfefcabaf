#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/widget/canvas.hpp"
#include "shared/config/common.hpp"
#include "shared/core/time.hpp"

/// The kiosk's file; firmware-configs/kiosk.example.toml documents every key.
namespace isocenter::kiosk {

enum class ScreenKind { board, scanner, feedback };

struct KioskConfiguration {
  std::optional<NodeName> node;  ///< set unless an error was noted
  config::Common common;
  ScreenKind screen = ScreenKind::board;
  std::optional<DeviceName> device;  ///< of a scanner's screen
  std::string area;                  ///< of a feedback screen
  std::vector<std::string> languages{"en"};
  int faces = 5;
  double panel_width_mm = 531, panel_height_mm = 299;
  std::optional<Milliseconds> timeline;  ///< what the strips show, a third of it ahead; none: twelve hours, or the day
  std::optional<PanelPixels> window;     ///< none: the whole screen
  std::filesystem::path text_folder;     ///< message catalogues
};

/// Reads the file. Tells all that is wrong at once, each with file, line, key and the mend.
tl::expected<KioskConfiguration, std::vector<Error>> read_kiosk_configuration(const std::filesystem::path& path);

}  // namespace isocenter::kiosk
