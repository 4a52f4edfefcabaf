#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/model/department.hpp"
#include "kiosk/model/local_time.hpp"
#include "kiosk/model/tile.hpp"
#include "kiosk/text/words.hpp"

namespace isocenter::kiosk {

struct BoardAlert {
  enum class Kind { state, away, other };
  Kind kind = Kind::other;
  EquipmentState state = EquipmentState::unknown;  ///< for Kind::state
  std::string title{};
  std::string age{};
  std::string detail{};
  bool operator==(const BoardAlert&) const = default;
};

struct BoardView {
  struct Chip {
    EquipmentState state = EquipmentState::unknown;
    std::string count{};
    std::string word{};
    bool operator==(const Chip&) const = default;
  };
  std::string title{}, date{}, clock{};
  std::string not_confirmed{};             ///< "Not confirmed since 14:32"; empty while all is
  std::vector<Chip> chips{};               ///< states that some room has, in a fixed order
  std::vector<Tile> tiles{};               ///< of this page
  std::string empty{};                     ///< said instead of tiles: no room yet, loading
  std::string page{};                      ///< "2 of 3"; empty where all fits
  std::vector<std::string> grid_labels{};  ///< per line of the strips' grid; empty where none is drawn
  std::vector<BoardAlert> alerts{};        ///< at most three, newest first
  std::string more_alerts{};               ///< "3 more"; empty
  std::string no_alerts{};                 ///< "No other alerts"; empty where three stand
  bool operator==(const BoardView&) const = default;
};

/// What a board says at `now`. `page` counts from 0 and wraps; `tiles_per_page` is what the panel has room for,
/// `timeline` what the strips show, a third of it ahead.
BoardView board_view(const Department& department, const std::string& title, const LocalTime& local, const Words& words,
                     Instant now, std::size_t page, std::size_t tiles_per_page,
                     Milliseconds timeline = std::chrono::hours{12});

}  // namespace isocenter::kiosk
