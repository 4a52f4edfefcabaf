#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace isocenter::filing {

enum class Weight { regular, medium, semibold };
enum class Align { left, right };

struct Colour {
  double red = 0, green = 0, blue = 0;
};

/// 0xac1916 and the like.
constexpr Colour colour(unsigned rgb) {
  return {(rgb >> 16 & 0xff) / 255.0, (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0};
}

/// How a text looks; sizes in points.
struct TextStyle {
  double size = 8.5;
  Weight weight = Weight::regular;
  Colour ink{};
  Align align = Align::left;
  int most_lines = 1;  ///< what does not fit ends in an ellipsis; 0: as many as it takes
};

struct DocumentFacts {
  std::string title, author, subject;
  std::string created;  ///< RFC 3339: of the statement, not of the print, so that equal ones give equal bytes
};

/// Pages of a PDF, in points from the top left corner. Letters are Inter's, and Noto's where Inter has none; digits are
/// all of one width. The only includer of Pango and Cairo here.
class Canvas {
 public:
  static constexpr double width = 595.276, height = 841.89;  ///< A4

  explicit Canvas(const DocumentFacts& facts);
  ~Canvas();
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;

  void next_page();
  /// How high a text is where it may be `room` wide.
  double height_of(std::string_view text, const TextStyle& style, double room);
  double width_of(std::string_view text, const TextStyle& style);
  /// Draws it at x, y (its top); returns its height. Words that are too long are broken.
  double text(double x, double y, double room, std::string_view text, const TextStyle& style);
  void rule(double x, double y, double length, double thickness, Colour ink);
  void field(double x, double y, double wide, double high, Colour ground);

  /// What is drawn until `end_tag` is a "P", "H1", "TR" (ISO 32000-1, 14.8.4) of the document's structure.
  void begin_tag(const char* name);
  void end_tag(const char* name);

  /// Ends the document and gives its bytes. Throws std::runtime_error where Cairo could not make it.
  std::string finish();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// A tag for as long as it lives.
class Tag {
 public:
  Tag(Canvas& canvas, const char* name) : canvas_{canvas}, name_{name} { canvas_.begin_tag(name_); }
  ~Tag() { canvas_.end_tag(name_); }
  Tag(const Tag&) = delete;
  Tag& operator=(const Tag&) = delete;

 private:
  Canvas& canvas_;
  const char* name_;
};

}  // namespace isocenter::filing
