#include "kiosk/raster/text_raster.hpp"

#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "kiosk/raster/released.hpp"

namespace isocenter::kiosk {
namespace {

using Layout = Released<PangoLayout, g_object_unref>;
using Surface = Released<cairo_surface_t, cairo_surface_destroy>;
using Cairo = Released<cairo_t, cairo_destroy>;

PangoWeight weight_of(FontWeight weight) {
  switch (weight) {
    case FontWeight::regular: return PANGO_WEIGHT_NORMAL;
    case FontWeight::medium: return PANGO_WEIGHT_MEDIUM;
    case FontWeight::semibold: return PANGO_WEIGHT_SEMIBOLD;
  }
  return PANGO_WEIGHT_NORMAL;
}

}  // namespace

struct TextRaster::Pango {
  Released<PangoFontMap, g_object_unref> fonts{pango_cairo_font_map_new()};
  Released<PangoContext, g_object_unref> context{pango_font_map_create_context(fonts.get())};

  Pango() {
    Released<cairo_font_options_t, cairo_font_options_destroy> options{cairo_font_options_create()};
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_SLIGHT);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context.get(), options.get());
    pango_cairo_context_set_resolution(context.get(), 96);
  }

  Layout layout(const TextRequest& request) const {
    Layout made{pango_layout_new(context.get())};
    Released<PangoFontDescription, pango_font_description_free> font{pango_font_description_new()};
    pango_font_description_set_family(font.get(),
                                      request.is_display ? "Inter Display,Inter,sans-serif" : "Inter,sans-serif");
    pango_font_description_set_weight(font.get(), weight_of(request.weight));
    pango_font_description_set_absolute_size(font.get(), static_cast<double>(request.size_px) * PANGO_SCALE);
    pango_layout_set_font_description(made.get(), font.get());
    Released<PangoAttrList, pango_attr_list_unref> attributes{pango_attr_list_new()};
    pango_attr_list_insert(attributes.get(), pango_attr_font_features_new("tnum=1"));
    if (!request.language.empty()) {
      pango_attr_list_insert(attributes.get(),
                             pango_attr_language_new(pango_language_from_string(request.language.c_str())));
    }
    pango_layout_set_attributes(made.get(), attributes.get());
    pango_layout_set_text(made.get(), request.text.data(), static_cast<int>(request.text.size()));
    pango_layout_set_alignment(made.get(), request.centred ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
    if (request.width_px > 0) {
      pango_layout_set_width(made.get(), request.width_px * PANGO_SCALE);
      pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD);
      pango_layout_set_ellipsize(made.get(), PANGO_ELLIPSIZE_END);
      pango_layout_set_height(made.get(), -std::max(request.most_lines, 1));
    } else {
      pango_layout_set_single_paragraph_mode(made.get(), TRUE);
    }
    return made;
  }
};

TextRaster::TextRaster() : pango_{std::make_unique<Pango>()} {}
TextRaster::~TextRaster() = default;

TextExtent TextRaster::measure(const TextRequest& request) const {
  const Layout layout = pango_->layout(request);
  PangoRectangle ink, logical;
  pango_layout_get_pixel_extents(layout.get(), &ink, &logical);
  return {.width = logical.width,
          .height = logical.height,
          .baseline = PANGO_PIXELS(pango_layout_get_baseline(layout.get())),
          .ink_top = ink.y - logical.y,
          .ink_height = ink.height,
          .lines = pango_layout_get_line_count(layout.get()),
          .is_cut = pango_layout_is_ellipsized(layout.get()) != FALSE ||
                    (request.width_px > 0 && logical.width > request.width_px)};
}

Bitmap TextRaster::draw(const TextRequest& request) const {
  const Layout layout = pango_->layout(request);
  PangoRectangle logical;
  pango_layout_get_pixel_extents(layout.get(), nullptr, &logical);
  const int width = std::max(logical.width, 1);
  const int height = std::max(logical.height, 1);
  const Surface surface{cairo_image_surface_create(CAIRO_FORMAT_A8, width, height)};
  const Cairo cairo{cairo_create(surface.get())};
  cairo_move_to(cairo.get(), -logical.x, -logical.y);
  pango_cairo_show_layout(cairo.get(), layout.get());
  cairo_surface_flush(surface.get());
  Bitmap bitmap{.width = width, .height = height};
  const unsigned char* const rows = cairo_image_surface_get_data(surface.get());
  if (rows == nullptr) return {};
  const int stride = cairo_image_surface_get_stride(surface.get());
  for (int y = 0; y < height; ++y) {
    const unsigned char* const row = rows + static_cast<std::ptrdiff_t>(y) * stride;
    bitmap.coverage.insert(bitmap.coverage.end(), row, row + width);
  }
  return bitmap;
}

bool TextRaster::has_inter() const {
  PangoFontFamily** families = nullptr;
  int count = 0;
  pango_context_list_families(pango_->context.get(), &families, &count);
  const bool found = std::any_of(families, families + count, [](PangoFontFamily* family) {
    return std::string_view{pango_font_family_get_name(family)} == "Inter";
  });
  g_free(families);
  return found;
}

bool TextRaster::can_draw(std::string_view text) const {
  const Layout layout = pango_->layout({.text = std::string{text}});
  return pango_layout_get_unknown_glyphs_count(layout.get()) == 0;
}

}  // namespace isocenter::kiosk
