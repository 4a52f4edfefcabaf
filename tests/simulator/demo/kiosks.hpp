#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/fakes/child_process.hpp"
#include "tests/fakes/kiosk_screen.hpp"
#include "tests/fakes/virtual_screen.hpp"
#include "tests/simulator/demo/folder.hpp"

namespace isocenter::simulator {

/// The demo's three screens: the board, the scanner's own at MR 1, and the patients' at the exit. In windows where
/// there is a display and nobody asked for `headless`, else each on a virtual screen of its own (Xvfb).
class DemoKiosks {
 public:
  /// Starts them. Throws std::runtime_error where the virtual screen does not come up.
  DemoKiosks(const std::filesystem::path& program, const DemoFolder& folder, bool headless);

  /// Nobody sits there: their pointers may be moved.
  bool are_on_own_screens() const { return !screens_.empty(); }
  /// One as a person meets it.
  fakes::KioskScreen screen(const std::string& kiosk) const;

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
  std::string display_of(const std::string& kiosk) const;
  std::filesystem::path twin_of(const std::string& kiosk) const { return folder_.path / (kiosk + ".json"); }

  std::filesystem::path program_;
  const DemoFolder& folder_;
  std::map<std::string, std::unique_ptr<fakes::VirtualScreen>> screens_;  ///< by kiosk, where there is no display
  std::vector<Kiosk> kiosks_;
};

}  // namespace isocenter::simulator
