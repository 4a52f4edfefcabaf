#pragma once

#include <optional>
#include <string>

#include "kiosk/model/department.hpp"
#include "kiosk/model/local_time.hpp"
#include "kiosk/model/strip.hpp"
#include "kiosk/text/words.hpp"

namespace isocenter::kiosk {

/// What a room's tile says. Texts are in the board's language and ready to be drawn.
struct Tile {
  struct Progress {
    double done = 0;  ///< of the bar, 0 … 1; the 90th percentile stands at four fifths
    double p50 = 0;
    double p90 = 0.8;
    bool late = false;
    bool operator==(const Progress&) const = default;
  };
  std::string name{};
  EquipmentState state = EquipmentState::unknown;
  std::string word{};            ///< "Limited: spine coil out"
  std::string short_word{};      ///< "Limited": where the whole has no room, `reason` then goes before the note
  std::string reason{};          ///< "spine coil out"; may be empty
  std::string figure{};          ///< the one that matters: the exam's clock "23:10", "12 min" down; may be empty
  bool figure_is_since = false;  ///< unconfirmed: `figure` is "since 10:18", whole, instead of a running clock
  std::string usual{};           ///< "usual 9 to 14 min"; empty under 10 exams
  std::string short_usual{};     ///< "9 to 14 min"
  std::string note{};            ///< "since 10:35", "until about 10:50"; may be empty
  std::string short_note{};      ///< "since 09:52"
  std::string pill{};            ///< a judgement: "7 min over usual"; may be empty
  std::string short_pill{};      ///< "+7 min"; the whole where there is no shorter
  std::optional<Progress> progress{};
  std::string code{};     ///< a fault of the machine's log that has no words of ours; small, second
  bool confirmed = true;  ///< else dashed stripe and second ink
  Strip strip{};
  std::string spoken{};  ///< the tile in one sentence
  bool operator==(const Tile&) const = default;
};

/// What every tile of one drawing shares.
struct TileContext {
  const LocalTime& local;
  const Words& words;
  Instant now;
  Instant known;  ///< until when what is shown is known
  Confirmation confirmation;
  Period window;  ///< of the strips
};

Tile make_tile(const TileContext& context, const wire::DeviceSnapshot& shown);

}  // namespace isocenter::kiosk
