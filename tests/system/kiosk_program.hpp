#pragma once

#include <memory>
#include <string>

#include "tests/fakes/child_process.hpp"
#include "tests/fakes/kiosk_screen.hpp"
#include "tests/fakes/virtual_screen.hpp"
#include "tests/system/site.hpp"

namespace isocenter::system_tests {

/// A kiosk of a site: the real program on a virtual screen of its own.
class KioskProgram {
 public:
  /// `screen` are the keys that say which screen it is.
  KioskProgram(Site& site, const std::string& node, const std::string& screen, int heartbeat_s = 1);

  bool is_ready() { return program_->wait_for_output("ready", 20s); }
  fakes::ChildProcess& program() { return *program_; }
  const fakes::KioskScreen& screen() const { return eyes_; }
  fakes::ScreenPicture picture() const { return display_.picture(); }

 private:
  fakes::VirtualScreen display_;
  fakes::KioskScreen eyes_;
  std::unique_ptr<fakes::ChildProcess> program_;
};

}  // namespace isocenter::system_tests
