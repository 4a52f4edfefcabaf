#include "kiosk/show/scanner_show.hpp"

#include "kiosk/screen/scanner_screen.hpp"
#include "kiosk/show/department_topics.hpp"
#include "kiosk/show/text_twin.hpp"

namespace isocenter::kiosk {

ScannerShow::ScannerShow(SiteName site, DeviceName device, LocalTime local, Words words, Record record,
                         std::optional<Milliseconds> timeline)
    : department_{std::move(site)},
      scanner_{std::move(device), "technologist"},
      local_{std::move(local)},
      words_{std::move(words)},
      record_{std::move(record)},
      timeline_{timeline} {}

std::vector<std::string> ScannerShow::subscriptions() const { return department_topics(); }

void ScannerShow::take(std::string_view topic, std::string_view payload, Instant now) {
  department_.take(topic, payload, now);
}

void ScannerShow::set_connected(bool is_connected, Instant now) {
  is_connected ? department_.connected(now) : department_.disconnected(now);
}

void ScannerShow::touch(std::string_view id, Instant now) {
  const std::vector<NewEvent> events = scanner_.touch(id, department_, now);
  if (events.empty()) return;
  if (const auto names = record_(events)) {
    scanner_.recorded(*names, now);
  } else {
    scanner_.not_recorded(now);
  }
}

bool ScannerShow::prepare(Instant now, PanelPixels) {
  scanner_.tick(department_, now);
  next_ = scanner_.view(department_, local_, words_, now, timeline_);
  return next_ != drawn_;
}

void ScannerShow::draw(Canvas& canvas) {
  draw_scanner(canvas, next_);
  drawn_ = next_;
}

std::string ScannerShow::describe(const Canvas& canvas) const { return text_twin(drawn_, canvas, language()); }

}  // namespace isocenter::kiosk
