#include "kiosk/show/text_twin.hpp"

#include <algorithm>
#include <cmath>
#include <variant>

#include "shared/wire/json_writer.hpp"

namespace isocenter::kiosk {
namespace {

using wire::json::ObjectWriter;

struct PageName {
  const char* operator()(const ScannerHomeView&) const { return "home"; }
  const char* operator()(const FaultChoiceView&) const { return "fault"; }
  const char* operator()(const SentView&) const { return "sent"; }
  const char* operator()(const PlannedView&) const { return "planned"; }
};

const char* page_name(FeedbackView::Page page) {
  switch (page) {
    case FeedbackView::Page::question: return "question";
    case FeedbackView::Page::reasons: return "reasons";
    case FeedbackView::Page::thanks: return "thanks";
  }
  return "";
}

void describe_room(ObjectWriter& out, const Tile& tile) {
  out.add("name", tile.name).add("state", tile.state).add("word", tile.word);
  out.add_unless_empty("figure", tile.figure).add_unless_empty("usual", tile.usual);
  out.add_unless_empty("note", tile.note).add_unless_empty("pill", tile.pill);
  out.add("confirmed", tile.confirmed).add("spoken", tile.spoken);
}

int pixels(float design, float scale) { return static_cast<int>(std::lround(design * scale)); }

void describe(ObjectWriter& out, const BoardView& view) {
  out.add("screen", "board").add("title", view.title).add("date", view.date).add("clock", view.clock);
  out.add("not_confirmed", view.not_confirmed);
  out.add_unless_empty("empty", view.empty).add_unless_empty("page", view.page);
  out.list("chips", view.chips, [](ObjectWriter& chip, const BoardView::Chip& each) {
    chip.add("state", each.state).add("count", each.count).add("word", each.word);
  });
  out.list("rooms", view.tiles, describe_room);
  out.list("alerts", view.alerts, [](ObjectWriter& alert, const BoardAlert& each) {
    alert.add("title", each.title).add("age", each.age).add_unless_empty("detail", each.detail);
  });
  out.add_unless_empty("more_alerts", view.more_alerts).add_unless_empty("no_alerts", view.no_alerts);
}

void describe(ObjectWriter& out, const ScannerView& view) {
  out.add("screen", "scanner").add("page", std::visit(PageName{}, view.page));
  out.add("title", view.name).add("date", view.date).add("clock", view.clock);
  out.add("not_confirmed", view.not_confirmed).add_unless_empty("kept", view.kept);
  if (const auto* const home = std::get_if<ScannerHomeView>(&view.page)) {
    out.add("state", home->state).add("word", home->word).add_unless_empty("figure", home->figure);
    out.texts("notes", home->notes);
  }
  if (const auto* const sent = std::get_if<SentView>(&view.page)) {
    out.add("state", sent->state).add("sent", sent->sent);
  }
}

void describe(ObjectWriter& out, const FeedbackView& view) {
  out.add("screen", "feedback").add("page", page_name(view.page));
  out.add_unless_empty("question", view.question).add_unless_empty("you_said", view.you_said);
  out.add_unless_empty("thanks", view.thanks);
}

/// `buttons` lends the words that speech would say for them.
void describe_drawing(ObjectWriter& out, const Canvas& canvas, const std::vector<Button>& buttons) {
  out.texts("says", canvas.texts(), [](const DrawnText& text) -> std::string_view { return text.text; });
  out.list("buttons", canvas.targets(), [&](ObjectWriter& button, const Target& target) {
    const auto named = std::find_if(buttons.begin(), buttons.end(), [&](const Button& b) { return b.id == target.id; });
    button.add("id", target.id);
    if (named != buttons.end()) button.add("spoken", named->spoken);
    button.add("x", pixels(target.place.x, canvas.scale())).add("y", pixels(target.place.y, canvas.scale()));
    if (canvas.is_pressed(target.id)) button.add("pressed", true);
    button.add("width", pixels(target.place.w, canvas.scale())).add("height", pixels(target.place.h, canvas.scale()));
  });
}

template <typename View>
std::string twin_of(const View& view, const Canvas& canvas, const std::string& language,
                    const std::vector<Button>& buttons) {
  std::string text;
  {
    ObjectWriter out{text};
    describe(out, view);
    out.add("language", language);
    describe_drawing(out, canvas, buttons);
  }
  return text;
}

}  // namespace

std::string text_twin(const BoardView& view, const Canvas& canvas, const std::string& language) {
  return twin_of(view, canvas, language, {});
}

std::string text_twin(const ScannerView& view, const Canvas& canvas, const std::string& language) {
  return twin_of(view, canvas, language, buttons(view));
}

std::string text_twin(const FeedbackView& view, const Canvas& canvas, const std::string& language) {
  return twin_of(view, canvas, language, buttons(view));
}

}  // namespace isocenter::kiosk
