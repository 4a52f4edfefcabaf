#pragma once

#include <map>
#include <string>
#include <utility>

#include "kiosk/widget/canvas.hpp"

namespace isocenter::kiosk {

/// Texts and icons as OpenGL textures, made when first asked for, dropped when long unused.
class TextureMasks : public Masks {
 public:
  explicit TextureMasks(const TextRaster& raster) : raster_{raster} {}
  ~TextureMasks() override;

  Mask text(const TextRequest& request) override;
  Mask icon(std::string_view name, int size_px) override;

  /// A frame is over: drops what was not shown for a while, where there are many.
  void end_frame();

 private:
  struct Kept {
    unsigned texture = 0;
    int width = 0, height = 0;
    std::uint64_t used = 0;  ///< in which frame
  };
  static Kept upload(const Bitmap& bitmap);
  Mask use(Kept& kept);

  const TextRaster& raster_;
  std::uint64_t frame_ = 0;
  std::map<TextRequest, Kept> texts_;
  std::map<std::pair<std::string, int>, Kept> icons_;
};

}  // namespace isocenter::kiosk
