#include <gtest/gtest.h>

#include "tests/kiosk/screen/offscreen.hpp"
#include "tests/kiosk/screen/samples.hpp"

/// Nothing is cut, nothing overlaps, nothing leaves the panel, and each target is large enough for a finger: every
/// screen, language and size. Texts are measured as they are drawn; no display is needed.
namespace isocenter::kiosk {
namespace {

/// A descender may come this near to an accent on the next line, in design units.
constexpr float kerning = 4;

bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.right() - 1 && b.x < a.right() - 1 && a.y < b.bottom() - kerning && b.y < a.bottom() - kerning;
}

void expect_nothing_cut(const Canvas& canvas) {
  EXPECT_FALSE(canvas.texts().empty());
  for (const DrawnText& text : canvas.texts()) EXPECT_FALSE(text.is_cut) << text.text;
}

void expect_texts_apart_and_on_the_panel(const Canvas& canvas) {
  const std::vector<DrawnText>& texts = canvas.texts();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const Rect& place = texts[i].place;
    EXPECT_TRUE(place.x >= 0 && place.right() <= canvas.width() + 1 && place.bottom() <= canvas.height() + 1)
        << texts[i].text;
    for (std::size_t j = i + 1; j < texts.size(); ++j) {
      EXPECT_FALSE(overlap(place, texts[j].place)) << texts[i].text << " / " << texts[j].text;
    }
  }
}

void expect_room_for_fingers(const Canvas& canvas, float least) {
  for (const Target& target : canvas.targets()) {
    EXPECT_GE(target.place.w, least) << target.id;
    EXPECT_GE(target.place.h, least) << target.id;
    EXPECT_TRUE(target.place.x >= 0 && target.place.y >= 0 && target.place.right() <= canvas.width() + 1 &&
                target.place.bottom() <= canvas.height() + 1)
        << target.id;
    for (const Target& other : canvas.targets()) {
      if (&other == &target) continue;
      const bool apart = other.place.x >= target.place.right() || target.place.x >= other.place.right() ||
                         other.place.y >= target.place.bottom() || target.place.y >= other.place.bottom();
      EXPECT_TRUE(apart) << target.id << " / " << other.id;
    }
  }
}

class Layout : public testing::TestWithParam<std::size_t> {};

TEST_P(Layout, HoldsOnEveryPanelInEveryLanguage) {
  const TextRaster raster;
  NoMasks masks;
  const Sample& sample = samples().at(GetParam());
  // 24 mm: of a technologist's glove on the least panel that the configuration takes, of a patient's hand on 24 inches.
  const float least_target = sample.name.starts_with("scanner") ? 131 : 88;
  std::vector<PanelPixels> panels = sample_panels();
  panels.insert(panels.end(), {{800, 1280}, {1280, 800}, {2560, 1080}});  // tablets, and a wide one
  if (sample.name.starts_with("scanner")) panels.push_back({800, 480});   // what small boxes have built in
  for (const PanelPixels panel : panels) {
    for (const Language& language : sample_languages()) {
      SCOPED_TRACE(sample.name + " " + language.name + " " + std::to_string(panel.width) + "x" +
                   std::to_string(panel.height));
      Frame frame{panel};
      Canvas canvas{frame.list(), raster, masks, panel, *sample.palette, language.words.language()};
      sample.draw(canvas, language.words);
      expect_nothing_cut(canvas);
      expect_texts_apart_and_on_the_panel(canvas);
      expect_room_for_fingers(canvas, least_target);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Screens, Layout, testing::Range<std::size_t>(0, samples().size()), [](const auto& sample) {
  std::string name = samples().at(sample.param).name;
  for (char& c : name) {
    if (c == '-') c = '_';
  }
  return name;
});

}  // namespace
}  // namespace isocenter::kiosk
