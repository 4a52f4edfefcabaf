#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "kiosk/window/window.hpp"
#include "tests/kiosk/pictures/contact_sheet.hpp"
#include "tests/kiosk/screen/samples.hpp"

/// Draws every screen in every state, language and size as PNG, and all of a size and language on one sheet. Needs a
/// display of at least 3840x2160. `dev screenshots` runs it.
namespace {

using namespace isocenter;
using namespace isocenter::kiosk;

/// Throws std::runtime_error where there is no display or a picture cannot be written.
void draw_all(PanelPixels panel, const TextRaster& raster, const std::filesystem::path& folder) {
  auto window = Window::open({.title = "pictures", .size = panel}, raster);
  if (!window) throw std::runtime_error{to_string(window.error())};
  for (const Language& language : sample_languages()) {
    const std::string group = fmt::format("{}x{}-{}", panel.width, panel.height, language.name);
    ContactSheet sheet{panel};
    for (const Sample& sample : samples()) {
      const auto file = folder / fmt::format("{}-{}.png", sample.name, group);
      const auto saved = (*window)->draw_to_png(
          [&](ImDrawList& list) {
            Canvas canvas{list, raster, (*window)->masks(), panel, *sample.palette, language.words.language()};
            sample.draw(canvas, language.words);
          },
          file);
      if (!saved) throw std::runtime_error{to_string(saved.error())};
      sheet.add(file);
    }
    sheet.write(folder / fmt::format("sheet-{}.png", group));
    std::printf("%s\n", (folder / fmt::format("sheet-{}.png", group)).c_str());
  }
}

}  // namespace

int main(int count, char** words) {
  if (count != 2) {
    std::fprintf(stderr, "usage: %s FOLDER\n", words[0]);
    return 2;
  }
  try {
    std::filesystem::create_directories(words[1]);
    const TextRaster raster;
    for (const PanelPixels panel : sample_panels()) draw_all(panel, raster, words[1]);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
