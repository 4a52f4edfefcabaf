#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kiosk/text/words.hpp"
#include "kiosk/widget/canvas.hpp"

namespace isocenter::kiosk {

/// A screen in a state worth looking at.
struct Sample {
  std::string name;  ///< of its picture, e.g. "board-trouble"
  const Palette* palette;
  std::function<void(Canvas& canvas, const Words& words)> draw;
};

/// Every screen, page and state, as the mock-ups' morning has them.
const std::vector<Sample>& samples();

struct Language {
  std::string name;  ///< "en", "es", "long"
  Words words;
};

/// English, Spanish, and a made-up one whose words are 60 % longer.
const std::vector<Language>& sample_languages();

/// What panels are: 720p, 1080p, 4K, portrait, and an odd one.
const std::vector<PanelPixels>& sample_panels();

}  // namespace isocenter::kiosk
