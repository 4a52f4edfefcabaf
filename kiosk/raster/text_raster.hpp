#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "kiosk/raster/bitmap.hpp"

namespace isocenter::kiosk {

enum class FontWeight { regular, medium, semibold };  ///< Inter 400, 500, 600

/// A text as it is to be drawn.
struct TextRequest {
  std::string text{};
  int size_px = 22;  ///< em, in pixels of the framebuffer
  FontWeight weight = FontWeight::regular;
  int width_px = 0;    ///< where lines break; 0: one line
  int most_lines = 1;  ///< what is beyond is cut with an ellipsis
  bool centred = false;
  bool is_display = false;  ///< Inter Display, drawn for large sizes
  std::string language{};   ///< BCP 47; decides between forms of the same character
  auto operator<=>(const TextRequest&) const = default;
};

struct TextExtent {
  int width = 0;       ///< pixels, of the widest line
  int height = 0;      ///< pixels, all lines
  int baseline = 0;    ///< pixels from the top to the first line's baseline
  int ink_top = 0;     ///< pixels from the top to the first inked row
  int ink_height = 0;  ///< pixels
  int lines = 1;
  bool is_cut = false;  ///< not all of it fits
};

/// Draws text of every script by Pango: shaping, direction, fallback to other fonts, tabular figures.
class TextRaster {
 public:
  TextRaster();
  ~TextRaster();
  TextRaster(const TextRaster&) = delete;
  TextRaster& operator=(const TextRaster&) = delete;

  TextExtent measure(const TextRequest& request) const;
  /// As large as `measure` says.
  Bitmap draw(const TextRequest& request) const;

  /// Whether the system has Inter; where it has not, Pango takes another font and the measures are a little off.
  bool has_inter() const;
  /// Whether the system's fonts have every character of `text`; what they lack is drawn as boxes.
  bool can_draw(std::string_view text) const;

 private:
  struct Pango;
  std::unique_ptr<Pango> pango_;
};

}  // namespace isocenter::kiosk
