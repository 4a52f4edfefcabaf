#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <optional>

#include "kiosk/kiosk.hpp"
#include "shared/logging/logging.hpp"
#include "shared/process/hardening.hpp"
#include "shared/process/stop_signal.hpp"

namespace {

constexpr int wrong_use = 2;

int show(const std::filesystem::path& path, const isocenter::kiosk::KioskWishes& wishes) {
  const isocenter::process::StopSignal signal;
  const auto configuration = isocenter::kiosk::read_kiosk_configuration(path);
  if (!configuration) {
    std::fprintf(stderr, "%s\n", isocenter::config::to_string(configuration.error()).c_str());
    return wrong_use;
  }
  try {
    return isocenter::kiosk::run(*configuration, wishes, signal.token());
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "isocenter-kiosk: %s\n", failure.what());
    return 1;
  }
}

}  // namespace

int main(int count, char** words) {
  isocenter::process::never_leave_a_core();
  isocenter::logging::set_up("isocenter-kiosk");

  CLI::App app{"Shows the department, a scanner or the patient's question on a touch screen."};
  app.set_version_flag("--version", "isocenter-kiosk " ISOCENTER_VERSION);
  std::filesystem::path configuration;
  isocenter::kiosk::ScreenshotRequest screenshot;
  isocenter::kiosk::KioskWishes wishes;
  int after_s = 3;
  app.add_option("--config", configuration, "the kiosk's file; firmware-configs/kiosk.example.toml documents it")
      ->required();
  auto* const picture = app.add_option("--screenshot", screenshot.file, "save a PNG of the screen, then end");
  app.add_option("--after", after_s, "seconds until the screenshot")->needs(picture)->check(CLI::Range(0, 3600));
  app.add_option("--describe", wishes.describe,
                 "keep in this file what the screen says and where its buttons lie (JSON)");
  try {
    app.parse(count, words);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : wrong_use;
  }
  screenshot.after = std::chrono::seconds{after_s};
  if (!picture->empty()) wishes.screenshot = screenshot;
  return show(configuration, wishes);
}
