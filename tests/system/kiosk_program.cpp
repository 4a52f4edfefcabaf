#include "tests/system/kiosk_program.hpp"

#include <fmt/format.h>

#include <fstream>

namespace isocenter::system_tests {

KioskProgram::KioskProgram(Site& site, const std::string& node, const std::string& screen, int heartbeat_s)
    : display_{site.folder() / (node + "-screen.output")}, eyes_{display_.display(), site.folder() / (node + ".json")} {
  const auto config = site.folder() / (node + ".toml");
  std::ofstream{config} << fmt::format(
      "site = \"general\"\nzone = \"America/New_York\"\nheartbeat_s = {3}\nnode = \"{0}\"\n{1}[broker]\nurl = "
      "\"{2}\"\n[outbox]\npath = \"{0}.outbox\"\n[window]\nwidth = 1920\nheight = 1080\n",
      node, screen, site.broker().url(), heartbeat_s);
  program_ = std::make_unique<fakes::ChildProcess>(
      fakes::ChildProcess::Options{.command = {ISOCENTER_BIN_DIR "/isocenter-kiosk", "--config", config.string(),
                                               "--describe", (site.folder() / (node + ".json")).string()},
                                   .output = site.folder() / (node + ".output"),
                                   .folder = {},
                                   .environment = {"DISPLAY=" + display_.display()}});
}

}  // namespace isocenter::system_tests
