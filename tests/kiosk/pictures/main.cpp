#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "kiosk/window/window.hpp"
#include "tests/kiosk/pictures/contact_sheet.hpp"
#include "tests/kiosk/screen/samples.hpp"

/// Draws every screen in every state, language and size as PNG, and all of a size and language on one sheet. Needs a
/// display of at least 3840x2160. `dev screenshots` runs it; further words choose samples by how their names begin.
namespace {

using namespace isocenter;
using namespace isocenter::kiosk;

/// Throws std::runtime_error where there is no display or a picture cannot be written.
void draw_all(PanelPixels panel, const TextRaster& raster, const std::filesystem::path& folder,
              const std::vector<std::string>& chosen) {
  auto window = Window::open({.title = "pictures", .size = panel}, raster);
  if (!window) throw std::runtime_error{to_string(window.error())};
  for (const Language& language : sample_languages()) {
    const std::string group = fmt::format("{}x{}-{}", panel.width, panel.height, language.name);
    ContactSheet sheet{panel};
    for (const Sample& sample : samples()) {
      const bool is_chosen = std::any_of(chosen.begin(), chosen.end(),
                                         [&](const std::string& name) { return sample.name.starts_with(name); });
      if (!is_chosen && !chosen.empty()) continue;
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
  if (count < 2) {
    std::fprintf(stderr, "usage: %s FOLDER [SAMPLE...]\n", words[0]);
    return 2;
  }
  try {
    std::filesystem::create_directories(words[1]);
    const TextRaster raster;
    for (const PanelPixels panel : sample_panels()) draw_all(panel, raster, words[1], {words + 2, words + count});
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
