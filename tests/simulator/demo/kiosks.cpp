#include "tests/simulator/demo/kiosks.hpp"

#include <fmt/format.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace isocenter::simulator {
namespace {

using namespace std::chrono_literals;
using fakes::ChildProcess;

constexpr auto start_patience = 20s;
constexpr int seconds_until_picture = 3;  ///< enough for all that is retained

}  // namespace

DemoKiosks::DemoKiosks(const std::filesystem::path& program, const DemoFolder& folder, bool headless)
    : program_{program}, folder_{folder} {
  const char* const display = std::getenv("DISPLAY");
  if (headless || display == nullptr || *display == '\0') {
    for (const std::string& name : demo_kiosks()) {
      screens_[name] = std::make_unique<fakes::VirtualScreen>(folder.path / (name + "-screen.output"));
    }
  }
  for (const std::string& name : demo_kiosks()) kiosks_.push_back({name, start(name, {})});
}

std::unique_ptr<ChildProcess> DemoKiosks::start(const std::string& name, std::vector<std::string> more) const {
  std::vector<std::string> command{program_.string(), "--config", folder_.kiosk_config(name).string(), "--describe",
                                   twin_of(name).string()};
  command.insert(command.end(), more.begin(), more.end());
  return std::make_unique<ChildProcess>(ChildProcess::Options{.command = std::move(command),
                                                              .output = folder_.path / (name + ".output"),
                                                              .folder = {},
                                                              .environment = {"DISPLAY=" + display_of(name)}});
}

std::string DemoKiosks::display_of(const std::string& kiosk) const {
  const auto own = screens_.find(kiosk);
  if (own != screens_.end()) return own->second->display();
  const char* const shared = std::getenv("DISPLAY");
  return shared == nullptr ? "" : shared;
}

fakes::KioskScreen DemoKiosks::screen(const std::string& kiosk) const { return {display_of(kiosk), twin_of(kiosk)}; }

void DemoKiosks::expect_running() {
  for (const Kiosk& kiosk : kiosks_) {
    if (!kiosk.process->is_running()) {
      throw std::runtime_error{"a kiosk of the demo ended by itself; it said:\n" + kiosk.process->output()};
    }
  }
}

std::vector<std::filesystem::path> DemoKiosks::stop_with_pictures() {
  for (const Kiosk& kiosk : kiosks_) kiosk.process->signal(SIGTERM);
  for (const Kiosk& kiosk : kiosks_) {
    if (!kiosk.process->wait(10s)) throw std::runtime_error{kiosk.name + " did not stop within 10 s"};
  }
  std::vector<std::filesystem::path> pictures;
  for (Kiosk& kiosk : kiosks_) {
    const auto picture = folder_.path / (kiosk.name + ".png");
    kiosk.process =
        start(kiosk.name, {"--screenshot", picture.string(), "--after", fmt::format("{}", seconds_until_picture)});
    pictures.push_back(picture);
  }
  for (const Kiosk& kiosk : kiosks_) {
    if (kiosk.process->wait(start_patience) != 0) {
      throw std::runtime_error{kiosk.name + " took no picture; it said:\n" + kiosk.process->output()};
    }
  }
  screens_.clear();
  return pictures;
}

}  // namespace isocenter::simulator
