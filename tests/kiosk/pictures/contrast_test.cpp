#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "tests/kiosk/pictures/on_a_screen.hpp"

/// Contrast as it comes out on the panel, measured from the pixels: WCAG 2.2's ratio, 1 … 21.
namespace isocenter::kiosk {
namespace {

constexpr PanelPixels panel{1920, 1080};  // one pixel is one design unit

double linear(std::uint8_t channel) {
  const double share = channel / 255.0;
  return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

double luminance(Colour colour) {
  return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

double contrast(Colour one, Colour other) {
  const double a = luminance(one), b = luminance(other);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

Colour pixel(const Picture& picture, int x, int y) {
  const auto at = static_cast<std::size_t>(
      (std::clamp(y, 0, picture.height - 1) * picture.width + std::clamp(x, 0, picture.width - 1)) * 3);
  return {picture.rgb[at], picture.rgb[at + 1], picture.rgb[at + 2]};
}

std::vector<Colour> pixels(const Picture& picture, Rect place) {
  std::vector<Colour> all;
  for (int y = static_cast<int>(place.y); y < static_cast<int>(std::ceil(place.bottom())); ++y) {
    for (int x = static_cast<int>(place.x); x < static_cast<int>(std::ceil(place.right())); ++x) {
      all.push_back(pixel(picture, x, y));
    }
  }
  return all;
}

Colour most_frequent(const std::vector<Colour>& colours) {
  std::map<std::tuple<int, int, int>, int> counts;
  for (const Colour& each : colours) ++counts[{each.red, each.green, each.blue}];
  const auto most =
      std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  const auto [red, green, blue] = most->first;
  return {static_cast<std::uint8_t>(red), static_cast<std::uint8_t>(green), static_cast<std::uint8_t>(blue)};
}

/// Of the ground around it against its ink, which is what stands out most: the rest are smoothed edges.
double contrast_of(const Picture& picture, Rect place, Colour ground, double ink_share) {
  std::vector<double> ratios;
  for (const Colour& each : pixels(picture, place)) ratios.push_back(contrast(each, ground));
  const auto ink = static_cast<std::ptrdiff_t>(static_cast<double>(ratios.size()) * ink_share);
  std::nth_element(ratios.begin(), ratios.begin() + ink, ratios.end(), std::greater<>{});
  return ratios[static_cast<std::size_t>(ink)];
}

double text_contrast(const Picture& picture, Rect place) {
  return contrast_of(picture, place, most_frequent(pixels(picture, place.inset(-2))), 0.02);
}

/// A shape may fill its square, so its ground is what lies around it.
double icon_contrast(const Picture& picture, Rect place) {
  std::vector<Colour> around;
  for (const Rect& edge : {Rect{place.x, place.y - 3, place.w, 2}, Rect{place.x, place.bottom() + 1, place.w, 2}}) {
    const auto line = pixels(picture, edge);
    around.insert(around.end(), line.begin(), line.end());
  }
  return contrast_of(picture, place, most_frequent(around), 0.05);
}

class Contrast : public OnAScreen {
 protected:
  Contrast() : OnAScreen{panel} {}

  static void expect_texts_can_be_read(const Drawn& all) {
    EXPECT_FALSE(all.texts.empty());
    for (const DrawnText& text : all.texts) EXPECT_GE(text_contrast(all.picture, text.place), 4.5) << text.text;
  }
  static void expect_shapes_can_be_told(const Drawn& all) {
    for (const DrawnIcon& icon : all.icons) {
      // A closed room is to recede; its word is there in full.
      EXPECT_GE(icon_contrast(all.picture, icon.place), icon.name == "state_closed" ? 2.5 : 3.0) << icon.name;
    }
  }
  /// Returns how many rings there are around what is touched next, or chosen.
  static int expect_rings_can_be_seen(const Drawn& all, Colour accent) {
    int found = 0;
    for (const Target& target : all.targets) {
      const int x = static_cast<int>(target.place.x), y = static_cast<int>(target.place.y + target.place.h / 2);
      const Colour ring = pixel(all.picture, x + 1, y);
      if (contrast(ring, accent) > 1.1) continue;
      ++found;
      EXPECT_GE(contrast(ring, pixel(all.picture, x + 12, y)), 3.0) << target.id;
      EXPECT_GE(contrast(ring, pixel(all.picture, x - 6, y)), 3.0) << target.id;
    }
    return found;
  }
};

TEST_F(Contrast, OfEverySampleIsEnough) {
  int rings = 0;
  for (const Sample& sample : samples()) {
    SCOPED_TRACE(sample.name);
    const Drawn all = drawn(sample.name);
    expect_texts_can_be_read(all);
    expect_shapes_can_be_told(all);
    rings += expect_rings_can_be_seen(all, sample.palette->accent);
  }
  EXPECT_GE(rings, 10) << "each scanner's home and each page after a fault has one";
}

TEST(ContrastRatio, IsThatOfWcag) {
  EXPECT_NEAR(contrast(rgb(0xffffff), rgb(0x000000)), 21, 0.01);
  EXPECT_NEAR(contrast(rgb(0x777777), rgb(0xffffff)), 4.48, 0.01);
}

TEST(ContrastRatio, SeesThirdInkOnARaisedGround) {
  Picture picture{40, 20, std::vector<std::uint8_t>(40 * 20 * 3)};
  const auto put = [&](int x, int y, Colour colour) {
    const auto at = static_cast<std::size_t>((y * 40 + x) * 3);
    picture.rgb[at] = colour.red, picture.rgb[at + 1] = colour.green, picture.rgb[at + 2] = colour.blue;
  };
  for (int y = 0; y < 20; ++y) {
    for (int x = 0; x < 40; ++x) put(x, y, x % 8 == 3 ? dark.third : dark.raised);
  }
  EXPECT_LT(text_contrast(picture, {4, 4, 32, 12}), 5.0);
  EXPECT_GT(text_contrast(picture, {4, 4, 32, 12}), 4.4);
}

}  // namespace
}  // namespace isocenter::kiosk
