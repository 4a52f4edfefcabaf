#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "tests/kiosk/pictures/on_a_screen.hpp"

/// Screens as they are drawn now beside pictures that somebody looked at and kept (tests/data/kiosk/README.md).
namespace isocenter::kiosk {
namespace {

constexpr PanelPixels panel{1280, 720};
constexpr int visible = 48;           ///< of 255: less is how edges are smoothed
constexpr double tolerated = 0.0005;  ///< of all pixels

/// The share of pixels that differ to the eye.
double difference(const Picture& one, const Picture& other) {
  if (one.width != other.width || one.height != other.height) return 1;
  std::size_t differing = 0;
  for (std::size_t i = 0; i < one.rgb.size(); i += 3) {
    const auto apart = [&](std::size_t channel) {
      return std::abs(static_cast<int>(one.rgb[i + channel]) - static_cast<int>(other.rgb[i + channel])) > visible;
    };
    if (apart(0) || apart(1) || apart(2)) ++differing;
  }
  return static_cast<double>(differing) * 3 / static_cast<double>(one.rgb.size());
}

/// What stands in a rectangle, moved to the right.
Picture with_moved(Picture picture, int left, int top, int width, int height, int by) {
  const Picture before = picture;
  const auto at = [&](int x, int y) { return static_cast<std::ptrdiff_t>((y * picture.width + x) * 3); };
  for (int y = top; y < top + height; ++y) {
    std::copy(before.rgb.begin() + at(left, y), before.rgb.begin() + at(left + width, y),
              picture.rgb.begin() + at(left + by, y));
  }
  return picture;
}

std::filesystem::path reference(const std::string& sample) {
  return std::filesystem::path{ISOCENTER_TESTS_DIR} / "data/kiosk" / (sample + ".png");
}

class References : public OnAScreen, public testing::WithParamInterface<const char*> {
 protected:
  References() : OnAScreen{panel} {}
};

TEST_P(References, AreDrawnAsTheyWereKept) {
  const Picture now = drawn(GetParam()).picture;
  const Picture kept = read_picture(reference(GetParam()));
  const double share = difference(now, kept);
  if (share > tolerated)
    write_picture(std::filesystem::temp_directory_path() / (std::string{GetParam()} + ".png"), now);
  EXPECT_LE(share, tolerated) << "the picture as it is drawn now lies in " << std::filesystem::temp_directory_path()
                              << "; look at it, and keep it if it is better";
}

INSTANTIATE_TEST_SUITE_P(Screens, References,
                         testing::Values("board", "board-trouble", "board-stale", "scanner-in-use", "scanner-down",
                                         "scanner-fault", "scanner-sent", "feedback", "feedback-reasons",
                                         "feedback-thanks"),
                         [](const auto& sample) {
                           std::string name = sample.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(Difference, SeesAButtonThatMovedAWordThatChangedAndNothingElse) {
  const Picture kept = read_picture(reference("scanner-in-use"));
  EXPECT_EQ(difference(kept, kept), 0);
  EXPECT_GT(difference(kept, with_moved(kept, 850, 410, 400, 94, 6)), tolerated);
  EXPECT_GT(difference(kept, with_moved(kept, 85, 105, 150, 40, 3)), tolerated);
}

}  // namespace
}  // namespace isocenter::kiosk
