#include "tests/fakes/kiosk_screen.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <thread>

#include "tests/fakes/child_process.hpp"

namespace isocenter::fakes {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

}  // namespace

KioskScreen::Json KioskScreen::says() const {
  std::ifstream file{twin_};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  return text.empty() ? Json::object() : Json::parse(text);
}

KioskScreen::Json KioskScreen::room(const std::string& name) const {
  const Json now = says();
  for (const Json& room : now.value("rooms", Json::array())) {
    if (room.value("name", "") == name) return room;
  }
  return Json::object();
}

std::string KioskScreen::text(const std::string& name) const { return says().value(name, ""); }

std::optional<std::pair<int, int>> KioskScreen::place_of(const std::string& id) const {
  const Json now = says();
  for (const Json& button : now.value("buttons", Json::array())) {
    if (button.value("id", "") != id) continue;
    return std::pair{button.value("x", 0) + button.value("width", 0) / 2,
                     button.value("y", 0) + button.value("height", 0) / 2};
  }
  return std::nullopt;
}

bool KioskScreen::wait(const std::function<bool()>& is_so, std::chrono::milliseconds patience) const {
  for (const auto end = Clock::now() + patience; !is_so();) {
    if (Clock::now() >= end) return false;
    std::this_thread::sleep_for(20ms);
  }
  return true;
}

bool KioskScreen::wait_for_button(const std::string& id, std::chrono::milliseconds patience) const {
  return wait([&] { return has_button(id); }, patience);
}

bool KioskScreen::touch(const std::string& id) const {
  const auto place = place_of(id);
  return place && tap({*place});
}

bool KioskScreen::tap(const std::vector<std::pair<int, int>>& places, std::chrono::milliseconds pause) const {
  std::vector<std::string> command{"xdotool"};
  for (const auto& [x, y] : places) {
    command.insert(command.end(), {"mousemove", std::to_string(x), std::to_string(y), "click", "--delay", "0", "1"});
    if (pause > 0ms)
      command.insert(command.end(), {"sleep", fmt::format("{:.3f}", std::chrono::duration<double>{pause}.count())});
  }
  return run_finger(std::move(command));
}

bool KioskScreen::move_to(std::pair<int, int> place) const {
  return run_finger({"xdotool", "mousemove", std::to_string(place.first), std::to_string(place.second)});
}

bool KioskScreen::press(const std::string& id, std::chrono::milliseconds patience) const {
  const auto place = place_of(id);
  if (!place || !move_to(*place) || !run_finger({"xdotool", "mousedown", "1"})) return false;
  const auto is_shown = [&] {
    const Json now = says();
    for (const Json& button : now.value("buttons", Json::array())) {
      if (button.value("id", "") == id && button.value("pressed", false)) return true;
    }
    return false;
  };
  if (wait(is_shown, patience)) return true;
  move_to({1, 1});
  release();
  return false;
}

bool KioskScreen::release() const { return run_finger({"xdotool", "mouseup", "1"}); }

bool KioskScreen::run_finger(std::vector<std::string> command) const {
  ChildProcess finger{
      {.command = std::move(command), .output = {}, .folder = {}, .environment = {"DISPLAY=" + display_}}};
  return finger.wait(120s) == 0;
}

}  // namespace isocenter::fakes
