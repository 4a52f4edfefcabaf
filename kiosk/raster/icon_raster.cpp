#include "kiosk/raster/icon_raster.hpp"

#include <librsvg/rsvg.h>

#include <cassert>

#include "kiosk/raster/icon_sources.hpp"
#include "kiosk/raster/released.hpp"

namespace isocenter::kiosk {
namespace {

using Handle = Released<RsvgHandle, g_object_unref>;
using Surface = Released<cairo_surface_t, cairo_surface_destroy>;
using Cairo = Released<cairo_t, cairo_destroy>;

}  // namespace

Bitmap draw_icon(std::string_view name, int size_px) {
  const std::string_view source = icon_source(name);
  assert(!source.empty() && "no such icon below kiosk/raster/icons");
  const Handle handle{
      rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(source.data()), source.size(), nullptr)};
  assert(handle && "an icon is no SVG");
  const Surface surface{cairo_image_surface_create(CAIRO_FORMAT_A8, size_px, size_px)};
  const Cairo cairo{cairo_create(surface.get())};
  const RsvgRectangle place{0, 0, static_cast<double>(size_px), static_cast<double>(size_px)};
  rsvg_handle_render_document(handle.get(), cairo.get(), &place, nullptr);
  cairo_surface_flush(surface.get());
  Bitmap bitmap{.width = size_px, .height = size_px};
  const unsigned char* const rows = cairo_image_surface_get_data(surface.get());
  const int stride = cairo_image_surface_get_stride(surface.get());
  for (int y = 0; y < size_px; ++y) {
    const unsigned char* const row = rows + static_cast<std::ptrdiff_t>(y) * stride;
    bitmap.coverage.insert(bitmap.coverage.end(), row, row + size_px);
  }
  return bitmap;
}

}  // namespace isocenter::kiosk
