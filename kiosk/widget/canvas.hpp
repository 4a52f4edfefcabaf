#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/raster/text_raster.hpp"
#include "kiosk/widget/palette.hpp"

struct ImDrawList;

namespace isocenter::kiosk {

/// Lengths are in design units: 1080 of them are the shorter side of the panel, whatever its pixels.
struct Rect {
  float x = 0, y = 0, w = 0, h = 0;
  float right() const { return x + w; }
  float bottom() const { return y + h; }
  Rect inset(float by) const { return {x + by, y + by, w - 2 * by, h - 2 * by}; }
  bool contains(float px, float py) const { return px >= x && px < right() && py >= y && py < bottom(); }
  bool operator==(const Rect&) const = default;
};

enum class Align { left, right, centre };

struct TextStyle {
  float size = 22;
  FontWeight weight = FontWeight::regular;
  Colour colour{};
  Align align = Align::left;
  float least = 22;  ///< it shrinks down to this where it does not fit
  int lines = 1;     ///< it may break into so many, where it then stays larger
};

/// A text that was drawn: tests look for what is cut or overlaps.
struct DrawnText {
  std::string text{};
  Rect place{};    ///< what its ink covers
  float room = 0;  ///< how wide it might be
  bool is_cut = false;
};

/// A shape or line icon that was drawn.
struct DrawnIcon {
  std::string name{};
  Rect place{};
};

/// Something that can be touched, where it lies.
struct Target {
  std::string id{};
  Rect place{};
};

/// Where drawn texts and icons are kept as textures.
class Masks {
 public:
  struct Mask {
    void* texture = nullptr;
    int width = 0, height = 0;  ///< pixels
  };
  virtual ~Masks() = default;
  virtual Mask text(const TextRequest& request) = 0;
  virtual Mask icon(std::string_view name, int size_px) = 0;
};

struct PanelPixels {
  int width = 1920, height = 1080;
};

/// One frame's drawing. Screens and widgets see nothing else.
class Canvas {
 public:
  Canvas(ImDrawList& list, const TextRaster& raster, Masks& masks, PanelPixels panel, const Palette& palette,
         std::string language);

  float width() const { return width_; }
  float height() const { return height_; }
  float scale() const { return scale_; }  ///< pixels per design unit
  bool is_portrait() const { return height_ > width_; }
  const Palette& palette() const { return palette_; }

  void fill(Rect place, Colour colour, float radius = 0);
  /// The left `wide` of what `fill` would draw.
  void fill_left(Rect place, float wide, Colour colour, float radius);
  void outline(Rect place, Colour colour, float thickness, float radius = 0);
  void dashed_outline(Rect place, Colour colour, float thickness, float radius, float dash, float gap);
  void line(float x1, float y1, float x2, float y2, Colour colour, float thickness);
  void dashed_line(float x1, float y1, float x2, float y2, Colour colour, float thickness, float dash, float gap);
  /// Slanted strokes from lower left to upper right.
  void hatch(Rect place, Colour colour, float step, float thickness);
  void disc(float x, float y, float radius, Colour colour);
  void ring(float x, float y, float radius, Colour colour, float thickness);
  void pointer_up(float x, float top, float size, Colour colour);

  /// kiosk/raster/icons/{name}.svg in a square.
  void icon(std::string_view name, float x, float y, float size, Colour colour);

  /// Draws `text` with its first baseline at `baseline`: from `x` on, up to `x`, or about `x`. Never wider than `room`.
  /// Returns how wide it came out.
  float text(float x, float baseline, float room, std::string_view text, const TextStyle& style);
  /// Drawn in the middle of `place`'s height.
  float text_in(Rect place, std::string_view text, const TextStyle& style);
  /// How wide it would be at its full size on one line.
  float width_of(std::string_view text, const TextStyle& style) const;

  /// Touching within `place` means `id`. Later ones lie above earlier ones.
  void target(std::string_view id, Rect place);
  /// Whether a finger rests on it now.
  bool is_pressed(std::string_view id) const { return !pressed_.empty() && id == pressed_; }
  void set_pressed(std::string id) { pressed_ = std::move(id); }

  const std::vector<Target>& targets() const { return targets_; }
  const std::vector<DrawnText>& texts() const { return texts_; }
  const std::vector<DrawnIcon>& icons() const { return icons_; }

 private:
  struct Fitted;
  /// `tall`: what its lines together may take.
  Fitted fit(std::string_view text, float room, float tall, const TextStyle& style) const;
  bool break_lines(Fitted& fitted, float room, float tall, const TextStyle& style, int least_px) const;
  void place_text(float left, float top, float room, const Fitted& fitted, Colour colour);
  float px(float design) const { return design * scale_; }

  ImDrawList& list_;
  const TextRaster& raster_;
  Masks& masks_;
  const Palette& palette_;
  std::string language_;
  float scale_;
  float width_, height_;
  std::string pressed_;
  std::vector<Target> targets_;
  std::vector<DrawnText> texts_;
  std::vector<DrawnIcon> icons_;
};

}  // namespace isocenter::kiosk
