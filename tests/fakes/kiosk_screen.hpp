#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace isocenter::fakes {

/// A kiosk's screen as a person meets it: read by its text twin (`--describe`), touched by real clicks on its display
/// (xdotool), at the places that the twin names.
class KioskScreen {
 public:
  using Json = nlohmann::json;

  KioskScreen(std::string display, std::filesystem::path twin) : display_{std::move(display)}, twin_{std::move(twin)} {}

  /// What the screen says now; an empty object before the first picture.
  Json says() const;
  /// The room `name` on a board; an empty object where it is not there.
  Json room(const std::string& name) const;
  /// The member `name` of what it says, where that is a text; else empty.
  std::string text(const std::string& name) const;
  bool has_button(const std::string& id) const { return place_of(id).has_value(); }
  /// The middle of a button, in pixels; nothing where the screen has none of that id.
  std::optional<std::pair<int, int>> place_of(const std::string& id) const;

  /// Looks every 20 ms whether `is_so`; false after `patience`.
  bool wait(const std::function<bool()>& is_so, std::chrono::milliseconds patience = std::chrono::seconds{10}) const;
  bool wait_for_button(const std::string& id, std::chrono::milliseconds patience = std::chrono::seconds{10}) const;

  /// One tap where that button lies now. False where there is none, or where the finger failed.
  bool touch(const std::string& id) const;
  /// One tap after the other, `pause` apart, wherever those places are. False where the finger failed.
  bool tap(const std::vector<std::pair<int, int>>& places, std::chrono::milliseconds pause = {}) const;
  /// The finger's place without a touch.
  bool move_to(std::pair<int, int> place) const;
  /// Presses a button and waits until the screen shows it: then everything touched before is done. False where it does
  /// not within `patience`; the finger is then lifted somewhere else.
  bool press(const std::string& id, std::chrono::milliseconds patience = std::chrono::seconds{5}) const;
  bool release() const;

 private:
  bool run_finger(std::vector<std::string> command) const;

  std::string display_;
  std::filesystem::path twin_;
};

}  // namespace isocenter::fakes
