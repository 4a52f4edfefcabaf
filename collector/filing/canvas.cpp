#include "collector/filing/canvas.hpp"

#include <cairo/cairo-pdf.h>
#include <pango/pangocairo.h>

#include <stdexcept>

namespace isocenter::filing {
namespace {

template <auto release>
struct Release {
  template <typename T>
  void operator()(T* handle) const {
    release(handle);
  }
};
template <typename T, auto release>
using Released = std::unique_ptr<T, Release<release>>;

using Layout = Released<PangoLayout, g_object_unref>;

PangoWeight weight_of(Weight weight) {
  switch (weight) {
    case Weight::regular: return PANGO_WEIGHT_NORMAL;
    case Weight::medium: return PANGO_WEIGHT_MEDIUM;
    case Weight::semibold: return PANGO_WEIGHT_SEMIBOLD;
  }
  return PANGO_WEIGHT_NORMAL;
}

cairo_status_t append(void* out, const unsigned char* bytes, unsigned int count) {
  static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

double points(int pango_units) { return static_cast<double>(pango_units) / PANGO_SCALE; }

int pango_units(double in_points) { return static_cast<int>(in_points * PANGO_SCALE); }

}  // namespace

struct Canvas::Parts {
  std::string bytes;
  Released<cairo_surface_t, cairo_surface_destroy> surface{
      cairo_pdf_surface_create_for_stream(append, &bytes, width, height)};
  Released<cairo_t, cairo_destroy> cairo{cairo_create(surface.get())};
  Released<PangoFontMap, g_object_unref> fonts{pango_cairo_font_map_new()};
  Released<PangoContext, g_object_unref> context{pango_font_map_create_context(fonts.get())};

  Parts() {
    pango_cairo_context_set_resolution(context.get(), 72);  // a point is a point
    Released<cairo_font_options_t, cairo_font_options_destroy> options{cairo_font_options_create()};
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context.get(), options.get());
    pango_context_set_round_glyph_positions(context.get(), FALSE);
  }

  void set(cairo_pdf_metadata_t what, const std::string& text) {
    if (!text.empty()) cairo_pdf_surface_set_metadata(surface.get(), what, text.c_str());
  }

  Layout layout(std::string_view text, const TextStyle& style) const {
    Layout made{pango_layout_new(context.get())};
    Released<PangoFontDescription, pango_font_description_free> font{pango_font_description_new()};
    pango_font_description_set_family(font.get(), "Inter,Noto Sans,sans-serif");
    pango_font_description_set_weight(font.get(), weight_of(style.weight));
    pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
    pango_layout_set_font_description(made.get(), font.get());
    Released<PangoAttrList, pango_attr_list_unref> attributes{pango_attr_list_new()};
    pango_attr_list_insert(attributes.get(), pango_attr_font_features_new("tnum=1"));
    pango_layout_set_attributes(made.get(), attributes.get());
    pango_layout_set_text(made.get(), text.data(), static_cast<int>(text.size()));
    return made;
  }
  Layout layout_in(std::string_view text, const TextStyle& style, double room) const {
    Layout made = layout(text, style);
    pango_layout_set_width(made.get(), pango_units(room));
    pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(made.get(), style.align == Align::right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
    if (style.most_lines > 0) {
      pango_layout_set_ellipsize(made.get(), PANGO_ELLIPSIZE_END);
      pango_layout_set_height(made.get(), -style.most_lines);
    }
    return made;
  }
};

Canvas::Canvas(const DocumentFacts& facts) : parts_{std::make_unique<Parts>()} {
  parts_->set(CAIRO_PDF_METADATA_TITLE, facts.title);
  parts_->set(CAIRO_PDF_METADATA_AUTHOR, facts.author);
  parts_->set(CAIRO_PDF_METADATA_SUBJECT, facts.subject);
  parts_->set(CAIRO_PDF_METADATA_CREATOR, "Isocenter " ISOCENTER_VERSION);
  parts_->set(CAIRO_PDF_METADATA_CREATE_DATE, facts.created);
  parts_->set(CAIRO_PDF_METADATA_MOD_DATE, facts.created);
}

Canvas::~Canvas() = default;

void Canvas::next_page() { cairo_show_page(parts_->cairo.get()); }

double Canvas::height_of(std::string_view text, const TextStyle& style, double room) {
  int wide = 0, high = 0;
  pango_layout_get_size(parts_->layout_in(text, style, room).get(), &wide, &high);
  return points(high);
}

double Canvas::width_of(std::string_view text, const TextStyle& style) {
  int wide = 0, high = 0;
  pango_layout_get_size(parts_->layout(text, style).get(), &wide, &high);
  return points(wide);
}

double Canvas::text(double x, double y, double room, std::string_view text, const TextStyle& style) {
  const Layout layout = parts_->layout_in(text, style, room);
  cairo_set_source_rgb(parts_->cairo.get(), style.ink.red, style.ink.green, style.ink.blue);
  cairo_move_to(parts_->cairo.get(), x, y);
  pango_cairo_show_layout(parts_->cairo.get(), layout.get());
  int wide = 0, high = 0;
  pango_layout_get_size(layout.get(), &wide, &high);
  return points(high);
}

void Canvas::rule(double x, double y, double length, double thickness, Colour ink) {
  field(x, y - thickness / 2, length, thickness, ink);
}

void Canvas::field(double x, double y, double wide, double high, Colour ground) {
  cairo_set_source_rgb(parts_->cairo.get(), ground.red, ground.green, ground.blue);
  cairo_rectangle(parts_->cairo.get(), x, y, wide, high);
  cairo_fill(parts_->cairo.get());
}

void Canvas::begin_tag(const char* name) { cairo_tag_begin(parts_->cairo.get(), name, nullptr); }
void Canvas::end_tag(const char* name) { cairo_tag_end(parts_->cairo.get(), name); }

std::string Canvas::finish() {
  cairo_show_page(parts_->cairo.get());
  const cairo_status_t drawn = cairo_status(parts_->cairo.get());
  cairo_surface_finish(parts_->surface.get());
  const cairo_status_t made = cairo_surface_status(parts_->surface.get());
  for (const cairo_status_t status : {drawn, made}) {
    if (status != CAIRO_STATUS_SUCCESS) {
      throw std::runtime_error{std::string{"the PDF could not be made: "} + cairo_status_to_string(status)};
    }
  }
  return std::move(parts_->bytes);
}

}  // namespace isocenter::filing
