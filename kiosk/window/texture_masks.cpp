#include "kiosk/window/texture_masks.hpp"

#include <GL/gl.h>
#include <GL/glext.h>

#include "kiosk/raster/icon_raster.hpp"

namespace isocenter::kiosk {
namespace {

constexpr std::size_t many = 1'000;
constexpr std::uint64_t long_unused = 120;  ///< frames

}  // namespace

TextureMasks::~TextureMasks() {
  for (const auto& [request, kept] : texts_) glDeleteTextures(1, &kept.texture);
  for (const auto& [name, kept] : icons_) glDeleteTextures(1, &kept.texture);
}

TextureMasks::Kept TextureMasks::upload(const Bitmap& bitmap) {
  Kept kept{.width = bitmap.width, .height = bitmap.height};
  glGenTextures(1, &kept.texture);
  glBindTexture(GL_TEXTURE_2D, kept.texture);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  // Coverage is alpha, the colour is white: the draw list tints it.
  const GLint swizzle[]{GL_ONE, GL_ONE, GL_ONE, GL_RED};
  glTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_RGBA, swizzle);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, bitmap.width, bitmap.height, 0, GL_RED, GL_UNSIGNED_BYTE,
               bitmap.coverage.data());
  return kept;
}

Masks::Mask TextureMasks::use(Kept& kept) {
  kept.used = frame_;
  return {reinterpret_cast<void*>(static_cast<std::uintptr_t>(kept.texture)), kept.width, kept.height};
}

Masks::Mask TextureMasks::text(const TextRequest& request) {
  auto found = texts_.find(request);
  if (found == texts_.end()) found = texts_.emplace(request, upload(raster_.draw(request))).first;
  return use(found->second);
}

Masks::Mask TextureMasks::icon(std::string_view name, int size_px) {
  const std::pair key{std::string{name}, size_px};
  auto found = icons_.find(key);
  if (found == icons_.end()) found = icons_.emplace(key, upload(draw_icon(name, size_px))).first;
  return use(found->second);
}

void TextureMasks::end_frame() {
  ++frame_;
  if (texts_.size() < many) return;
  for (auto entry = texts_.begin(); entry != texts_.end();) {
    if (frame_ - entry->second.used < long_unused) {
      ++entry;
      continue;
    }
    glDeleteTextures(1, &entry->second.texture);
    entry = texts_.erase(entry);
  }
}

}  // namespace isocenter::kiosk
