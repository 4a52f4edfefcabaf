#include "kiosk/show/board_show.hpp"

#include "kiosk/screen/board_screen.hpp"
#include "kiosk/show/department_topics.hpp"
#include "kiosk/show/text_twin.hpp"

namespace isocenter::kiosk {
namespace {

constexpr std::chrono::seconds page_time{10};  ///< how long each page of a large department is shown

}  // namespace

BoardShow::BoardShow(SiteName site, std::string title, LocalTime local, Words words, Milliseconds timeline)
    : department_{std::move(site)},
      title_{std::move(title)},
      local_{std::move(local)},
      words_{std::move(words)},
      timeline_{timeline} {}

std::vector<std::string> BoardShow::subscriptions() const { return department_topics(); }

void BoardShow::take(std::string_view topic, std::string_view payload, Instant now) {
  department_.take(topic, payload, now);
}

void BoardShow::set_connected(bool is_connected, Instant now) {
  is_connected ? department_.connected(now) : department_.disconnected(now);
}

bool BoardShow::prepare(Instant now, PanelPixels panel) {
  const auto page = static_cast<std::size_t>(now.time_since_epoch() / page_time);
  next_ = board_view(department_, title_, local_, words_, now, page, board_capacity(panel), timeline_);
  return next_ != drawn_;
}

void BoardShow::draw(Canvas& canvas) {
  draw_board(canvas, next_);
  drawn_ = next_;
}

std::string BoardShow::describe(const Canvas& canvas) const { return text_twin(drawn_, canvas, language()); }

}  // namespace isocenter::kiosk
