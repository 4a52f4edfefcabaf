#include "kiosk/config.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/model/local_time.hpp"
#include "kiosk/text/words.hpp"

namespace isocenter::kiosk {
namespace {

constexpr double least_touch_mm = 24;  ///< gloved hands
constexpr double touch_design = 132;   ///< the least height of an action, of 1080

ScreenKind read_screen(config::Table& root) {
  const std::string word = root.text("screen");
  if (word == "board") return ScreenKind::board;
  if (word == "scanner") return ScreenKind::scanner;
  if (word == "feedback") return ScreenKind::feedback;
  if (!word.empty()) root.reject("screen", fmt::format("\"{}\" is none of board, scanner, feedback", word));
  return ScreenKind::board;
}

void read_languages(config::Table& root, KioskConfiguration& read) {
  read.languages = root.texts_or("languages", {"en"});
  if (read.languages.empty()) root.reject("languages", "names none; begin with the department's own, e.g. [\"en\"]");
  for (const std::string& language : read.languages) {
    if (const auto words = Words::load(read.text_folder, language); !words) {
      root.reject("languages", fmt::format("\"{}\" has no texts: {}", language, to_string(words.error())));
    }
  }
}

void read_panel(config::Table& root, KioskConfiguration& read) {
  auto panel = root.optional_table("panel");
  if (!panel) return;
  const auto size = panel->numbers_or("size_mm", {read.panel_width_mm, read.panel_height_mm});
  if (size.size() != 2 || size.front() <= 0 || size.back() <= 0) {
    panel->reject("size_mm", "must be a width and a height in millimetres, e.g. [531, 299]");
    return;
  }
  read.panel_width_mm = size.front();
  read.panel_height_mm = size.back();
  const double shorter = std::min(read.panel_width_mm, read.panel_height_mm);
  if (read.screen != ScreenKind::board && shorter * touch_design / 1080 < least_touch_mm) {
    panel->reject(
        "size_mm",
        fmt::format("{:.0f} mm on the shorter side leave no room for targets of {:.0f} mm; at least {:.0f} mm", shorter,
                    least_touch_mm, least_touch_mm * 1080 / touch_design));
  }
}

void read_window(config::Table& root, KioskConfiguration& read) {
  auto window = root.optional_table("window");
  if (!window) return;
  read.window = PanelPixels{static_cast<int>(window->integer("width", 320, 16384)),
                            static_cast<int>(window->integer("height", 240, 16384))};
}

void read_timeline(config::Table& root, KioskConfiguration& read) {
  auto timeline = root.optional_table("timeline");
  if (!timeline) return;
  const double hours = timeline->optional_number("hours").value_or(12);
  if (hours < 0.05 || hours > 24) timeline->reject("hours", "must be between 0.05 and 24");
  read.timeline = std::chrono::duration_cast<Milliseconds>(std::chrono::duration<double, std::ratio<3600>>{hours});
}

KioskConfiguration read(config::Table& root) {
  KioskConfiguration configuration;
  configuration.common = config::read_common(root);
  if (!configuration.common.zone.empty() && !LocalTime::in(configuration.common.zone)) {
    root.reject("zone", "no such time zone on this machine; use an IANA name such as America/New_York");
  }
  configuration.node = root.parsed<NodeName>("node", NodeName::parse);
  if (configuration.node && configuration.common.broker.user.empty()) {
    configuration.common.broker.user = configuration.node->text();
  }
  configuration.screen = read_screen(root);
  if (configuration.screen == ScreenKind::scanner)
    configuration.device = root.parsed<DeviceName>("device", DeviceName::parse);
  if (configuration.screen == ScreenKind::feedback) configuration.area = root.text("area");
  configuration.faces = static_cast<int>(root.integer_or("faces", 5, 4, 5));
  configuration.text_folder = root.optional_path("texts").value_or(ISOCENTER_KIOSK_LOCALE);
  read_languages(root, configuration);
  read_panel(root, configuration);
  read_window(root, configuration);
  read_timeline(root, configuration);
  return configuration;
}

}  // namespace

tl::expected<KioskConfiguration, std::vector<Error>> read_kiosk_configuration(const std::filesystem::path& path) {
  auto document = config::Document::read(path);
  if (!document) return tl::unexpected{std::vector{document.error()}};
  config::Table root = document->root();
  KioskConfiguration configuration = read(root);
  if (auto errors = document->finish(); !errors.empty()) return tl::unexpected{std::move(errors)};
  return configuration;
}

}  // namespace isocenter::kiosk
