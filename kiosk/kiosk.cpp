#include "kiosk/kiosk.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <map>

#include "kiosk/line.hpp"
#include "kiosk/show/board_show.hpp"
#include "kiosk/show/feedback_show.hpp"
#include "kiosk/show/scanner_show.hpp"
#include "kiosk/twin_file.hpp"
#include "kiosk/window/taps.hpp"
#include "kiosk/window/window.hpp"
#include "shared/logging/logging.hpp"
#include "shared/logging/seldom.hpp"
#include "shared/process/clocks.hpp"
#include "shared/process/readiness.hpp"

namespace isocenter::kiosk {
namespace {

Instant now() { return process::read_clocks().wall; }

int end_with(const Error& error) {
  spdlog::error(to_string(error));
  return 1;
}

Result<std::unique_ptr<Show>> make_show(const KioskConfiguration& configuration, Record record) {
  std::map<std::string, Words> words;
  for (const std::string& language : configuration.languages) {
    auto loaded = Words::load(configuration.text_folder, language);
    if (!loaded) return tl::unexpected{loaded.error()};
    words.emplace(language, std::move(*loaded));
  }
  const Words& first = words.at(configuration.languages.front());
  auto local = LocalTime::in(configuration.common.zone);
  if (!local) return tl::unexpected{local.error()};
  switch (configuration.screen) {
    case ScreenKind::board:
      return std::make_unique<BoardShow>(*configuration.common.site, configuration.common.title, *local, first,
                                         configuration.timeline.value_or(std::chrono::hours{12}));
    case ScreenKind::scanner:
      return std::make_unique<ScannerShow>(*configuration.common.site, *configuration.device, *local, first,
                                           std::move(record), configuration.timeline);
    case ScreenKind::feedback:
      return std::make_unique<FeedbackShow>(
          FeedbackOptions{
              .area = configuration.area, .faces = configuration.faces, .languages = configuration.languages},
          std::move(words), std::move(record));
  }
  return fail(ErrorKind::invalid, "screen", "is none that there is");
}

/// The loop on the main thread. Draws only when what is to be seen has changed.
class Loop {
 public:
  Loop(Window& window, const TextRaster& raster, Show& show, Line& line, std::filesystem::path twin)
      : window_{window}, raster_{raster}, show_{show}, line_{line} {
    if (!twin.empty()) twin_.emplace(std::move(twin));
  }

  /// The first picture. Fails where its text twin cannot be kept: better at the start than unheard.
  Result<void> begin() {
    hear();
    refresh();
    has_begun_ = true;
    return twin_kept_;
  }

  /// One turn: hears, waits, is touched, draws.
  void turn() {
    hear();
    refresh();
    const std::vector<PointerEvent> events = window_.wait(until_next_second());
    for (const PointerEvent& event : events) {
      const auto id = taps_.feed(event, targets_, scale_);
      if (id) show_.touch(*id, now());
      // Before the next event: it meets what this one led to. Only the last is drawn, so that a busy machine keeps up.
      &event == &events.back() ? refresh() : lay_out();
    }
  }

  Result<void> save(const std::filesystem::path& file) {
    return window_.draw_to_png([this](ImDrawList& list) { paint(list); }, file);
  }

 private:
  static std::chrono::milliseconds until_next_second() {
    const auto past = now().time_since_epoch() % std::chrono::seconds{1};
    return std::chrono::milliseconds{1'000} - past;
  }

  void hear() {
    const Instant at = now();
    show_.set_connected(line_.is_connected(), at);
    for (const mqtt::Message& message : line_.take()) {
      const std::uint64_t before = show_.ignored();
      show_.take(message.topic, message.payload, at);
      if (show_.ignored() != before) {
        unread_.note(fmt::format("{} cannot be read and is ignored; is what says it newer than this kiosk? Update it",
                                 message.topic));
      }
    }
  }

  void refresh() {
    const bool has_changed = show_.prepare(now(), window_.size());
    const bool is_damaged = window_.take_damage();
    if (!has_changed && !is_damaged && !is_draw_due_ && taps_.pressed() == pressed_drawn_) return;
    is_draw_due_ = false;
    window_.draw([this](ImDrawList& list) { paint(list); });
    pressed_drawn_ = taps_.pressed();
    keep_twin();
  }

  void lay_out() {
    if (!show_.prepare(now(), window_.size())) return;
    is_draw_due_ = true;
    window_.lay_out([this](ImDrawList& list) { paint(list); });
  }

  void paint(ImDrawList& list) {
    Canvas canvas{list, raster_, window_.masks(), window_.size(), show_.palette(), show_.language()};
    canvas.set_pressed(taps_.pressed());
    show_.draw(canvas);
    targets_ = canvas.targets();
    scale_ = canvas.scale();
    if (twin_) twin_text_ = show_.describe(canvas);
  }

  /// After the picture is on the screen: what is read there can be seen and touched.
  void keep_twin() {
    if (!twin_) return;
    auto kept = twin_->write(twin_text_);
    if (!kept && twin_kept_ && has_begun_) spdlog::warn(to_string(kept.error()));
    twin_kept_ = std::move(kept);
  }

  Window& window_;
  const TextRaster& raster_;
  Show& show_;
  Line& line_;
  Taps taps_;
  logging::SeldomLog unread_;
  std::vector<Target> targets_;
  float scale_ = 1;
  std::string pressed_drawn_;
  bool is_draw_due_ = false;
  std::optional<TwinFile> twin_;
  std::string twin_text_;
  Result<void> twin_kept_;
  bool has_begun_ = false;
};

/// A screen of empty boxes helps nobody: without any font at all it is better said than shown.
Result<void> check_fonts(const TextRaster& raster, const std::vector<std::string>& languages) {
  if (!raster.can_draw("Ready 0123456789")) {
    return fail(ErrorKind::unavailable, "fonts",
                "there is none that has letters; install fonts-inter and fonts-noto-core");
  }
  if (!raster.has_inter()) spdlog::warn("the font Inter is absent, another stands in; install fonts-inter");
  for (const std::string& language : languages) {
    if (raster.can_draw(own_name(language))) continue;
    spdlog::warn("no font has the letters of the language {}; install fonts-noto-core or fonts-noto-cjk", language);
  }
  return {};
}

}  // namespace

int run(const KioskConfiguration& configuration, const KioskWishes& wishes, const std::stop_token& stop) {
  const TextRaster raster;
  if (const auto fonts = check_fonts(raster, configuration.languages); !fonts) return end_with(fonts.error());
  auto window = Window::open({.title = configuration.common.title, .size = configuration.window}, raster);
  if (!window) return end_with(window.error());

  Line* line = nullptr;
  auto show = make_show(configuration, [&line](const std::vector<NewEvent>& events) { return line->record(events); });
  if (!show) return end_with(show.error());
  Line connected{configuration, (*show)->subscriptions(), Window::wake};
  line = &connected;
  connected.start(now());

  const std::stop_callback wake{stop, Window::wake};
  Loop loop{**window, raster, **show, connected, wishes.describe};
  const auto began = std::chrono::steady_clock::now();
  if (const auto drawn = loop.begin(); !drawn) return end_with(drawn.error());
  logging::say_ready();
  process::notify_ready();
  while (!stop.stop_requested() && !(*window)->is_closed()) {
    loop.turn();
    if (wishes.screenshot && std::chrono::steady_clock::now() - began >= wishes.screenshot->after) {
      const auto saved = loop.save(wishes.screenshot->file);
      return saved ? 0 : end_with(saved.error());
    }
  }
  return 0;
}

}  // namespace isocenter::kiosk
