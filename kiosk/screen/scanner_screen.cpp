#include "kiosk/screen/scanner_screen.hpp"

#include <algorithm>

#include "kiosk/screen/measures.hpp"
#include "kiosk/screen/scanner_pages.hpp"
#include "kiosk/screen/top_line.hpp"
#include "kiosk/widget/state_icon.hpp"

namespace isocenter::kiosk {
namespace {

void draw_head(Canvas& canvas, const ScannerView& view) {
  const Palette& palette = canvas.palette();
  const float right = canvas.width() - margin;
  const float clock =
      canvas.text(right, 88, 400, view.clock,
                  {.size = 72, .weight = FontWeight::semibold, .colour = palette.ink, .align = Align::right});
  float limit = right - clock - 24;
  const float name = canvas.text(margin, 88, limit - margin, view.name,
                                 {.size = 72, .weight = FontWeight::semibold, .colour = palette.ink, .least = 36});
  float left = margin + name + 24;
  if (!view.not_confirmed.empty()) {
    draw_not_confirmed(canvas, view.not_confirmed, limit, 44, std::max(limit - left, 200.0f));
    return;
  }
  if (const auto* const choice = std::get_if<FaultChoiceView>(&view.page)) {
    draw_state(canvas, choice->state, left + 8, 48, 40);
    canvas.text(left + 64, 80, limit - left - 64, choice->state_line,
                {.size = 36, .weight = FontWeight::medium, .colour = palette.second});
  }
  if (!std::holds_alternative<ScannerHomeView>(view.page)) return;
  const TextStyle kind{.size = 28, .colour = palette.second};
  limit -=
      canvas.text(limit, 88, limit - left, view.date, {.size = 28, .colour = palette.second, .align = Align::right}) +
      24;
  if (left + canvas.width_of(view.kind, kind) <= limit) canvas.text(left, 88, limit - left, view.kind, kind);
}

}  // namespace

void draw_scanner(Canvas& canvas, const ScannerView& view) {
  draw_head(canvas, view);
  if (const auto* const home = std::get_if<ScannerHomeView>(&view.page)) draw_home(canvas, *home, view.kept);
  if (const auto* const choice = std::get_if<FaultChoiceView>(&view.page)) draw_fault_choice(canvas, *choice);
  if (const auto* const planned = std::get_if<PlannedView>(&view.page)) draw_planned(canvas, *planned);
  if (const auto* const sent = std::get_if<SentView>(&view.page)) draw_sent(canvas, *sent, view.kept);
}

}  // namespace isocenter::kiosk
