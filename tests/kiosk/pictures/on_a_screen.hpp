#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/window/window.hpp"
#include "tests/fakes/temporary_folder.hpp"
#include "tests/fakes/virtual_screen.hpp"
#include "tests/kiosk/pictures/contact_sheet.hpp"
#include "tests/kiosk/screen/samples.hpp"

namespace isocenter::kiosk {

/// Draws samples by OpenGL in a window of their own on a screen of the suite's own.
class OnAScreen : public testing::Test {
 protected:
  explicit OnAScreen(PanelPixels panel) : panel_{panel} {
    if (!window) window = Window::open({.title = "samples", .size = panel}, *raster).value();
  }
  static void SetUpTestSuite() {
    folder = std::make_unique<fakes::TemporaryFolder>();
    screen = std::make_unique<fakes::VirtualScreen>(*folder / "screen.output");
    ::setenv("DISPLAY", screen->display().c_str(), 1);
    raster = std::make_unique<TextRaster>();
  }
  static void TearDownTestSuite() {
    window.reset();
    screen.reset();
  }

  /// A sample in English as it was drawn, and what lies where.
  struct Drawn {
    Picture picture{};
    std::vector<DrawnText> texts{};
    std::vector<DrawnIcon> icons{};
    std::vector<Target> targets{};
  };
  Drawn drawn(const std::string& name) {
    const auto sample =
        std::find_if(samples().begin(), samples().end(), [&](const Sample& s) { return s.name == name; });
    const auto file = *folder / (name + ".png");
    Drawn all;
    const auto saved = window->draw_to_png(
        [&](ImDrawList& list) {
          Canvas canvas{list, *raster, window->masks(), panel_, *sample->palette, "en"};
          sample->draw(canvas, Words::english());
          all = {{}, canvas.texts(), canvas.icons(), canvas.targets()};
        },
        file);
    EXPECT_TRUE(saved) << to_string(saved.error());
    all.picture = read_picture(file);
    return all;
  }

 private:
  PanelPixels panel_;
  static inline std::unique_ptr<fakes::TemporaryFolder> folder;
  static inline std::unique_ptr<fakes::VirtualScreen> screen;
  static inline std::unique_ptr<TextRaster> raster;
  static inline std::unique_ptr<Window> window;
};

}  // namespace isocenter::kiosk
