#include "kiosk/screen/top_line.hpp"

#include <algorithm>

#include "kiosk/screen/measures.hpp"

namespace isocenter::kiosk {

float draw_not_confirmed(Canvas& canvas, const std::string& text, float right, float y, float room) {
  if (text.empty()) return 0;
  const Palette& palette = canvas.palette();
  const TextStyle style{.size = 36, .weight = FontWeight::semibold, .colour = palette.ink, .least = 22};
  const float wide = std::min(canvas.width_of(text, style) + 92, room);
  const Rect pill{right - wide, y, wide, 52};
  canvas.dashed_outline(pill, palette.ink, 2, 26, 8, 6);
  canvas.icon("away", pill.x + 18, pill.y + 8, 36, palette.ink);
  canvas.text_in({pill.x + 68, pill.y, pill.w - 88, pill.h}, text, style);
  return wide;
}

void draw_top_line(Canvas& canvas, const TopLine& line) {
  const Palette& palette = canvas.palette();
  const float right = canvas.width() - margin;
  const TextStyle clock{.size = 72, .weight = FontWeight::semibold, .colour = palette.ink, .align = Align::right};
  const float clock_width = canvas.text(right, 80, 400, line.clock, clock);
  float limit = right - clock_width - 32;
  if (!line.page.empty()) {
    limit -= canvas.text(limit, 66, 200, line.page, {.size = 28, .colour = palette.second, .align = Align::right}) + 24;
  }
  if (canvas.is_portrait()) {
    draw_not_confirmed(canvas, line.not_confirmed, limit, 26, limit - margin);
    const float top = line.not_confirmed.empty() ? 62 : 112;
    canvas.text(margin, top, limit - margin, line.title,
                {.size = 36, .weight = FontWeight::semibold, .colour = palette.ink});
    const TextStyle date{.size = 28, .colour = palette.second};
    if (line.not_confirmed.empty()) canvas.text(margin, 104, limit - margin, line.date, date);
    return;
  }
  const float pill = draw_not_confirmed(canvas, line.not_confirmed, limit - 8, 26, (limit - margin) * 0.55f);
  if (pill > 0) limit -= pill + 32;
  const float title = canvas.text(margin, 66, limit - margin, line.title,
                                  {.size = 36, .weight = FontWeight::semibold, .colour = palette.ink});
  const TextStyle date{.size = 28, .colour = palette.second};
  const float room = limit - margin - title - 24;  // the date gives way first
  if (canvas.width_of(line.date, date) <= room) canvas.text(margin + title + 24, 66, room, line.date, date);
}

}  // namespace isocenter::kiosk
