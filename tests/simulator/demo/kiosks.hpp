#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/fakes/child_process.hpp"
#include "tests/fakes/virtual_screen.hpp"
#include "tests/simulator/demo/folder.hpp"

namespace isocenter::simulator {

/// The demo's three screens: the board, the scanner's own at MR 1, and the patients' at the exit. In windows where
/// there is a display and nobody asked for `headless`, else on a virtual screen of their own (Xvfb).
class DemoKiosks {
 public:
  /// Starts them. Throws std::runtime_error where the virtual screen does not come up.
  DemoKiosks(const std::filesystem::path& program, const DemoFolder& folder, bool headless);

  /// Throws std::runtime_error with what a kiosk said that ended by itself.
  void expect_running();
  /// Ends them, and shows each once more for a picture: the files' names. Throws std::runtime_error where one fails.
  std::vector<std::filesystem::path> stop_with_pictures();

 private:
  struct Kiosk {
    std::string name;
    std::unique_ptr<fakes::ChildProcess> process;
  };
  std::unique_ptr<fakes::ChildProcess> start(const std::string& name, std::vector<std::string> more) const;

  std::filesystem::path program_;
  const DemoFolder& folder_;
  std::string display_;
  std::unique_ptr<fakes::VirtualScreen> screen_;  ///< where there is no other
  std::vector<Kiosk> kiosks_;
};

}  // namespace isocenter::simulator
