#include <algorithm>
#include <array>

#include "kiosk/model/feedback.hpp"
#include "kiosk/model/feedback_reasons.hpp"

namespace isocenter::kiosk {
namespace {

constexpr std::size_t languages_in_row = 8;

/// A face's word, and as it stands in "You said: good".
struct FaceWord {
  const char* label;
  const char* inside;
};
constexpr std::array face_words{FaceWord{phrase("Very bad"), phrase("very bad")},
                                FaceWord{phrase("Bad"), phrase("bad")}, FaceWord{phrase("OK"), phrase("so-so")},
                                FaceWord{phrase("Good"), phrase("good")},
                                FaceWord{phrase("Very good"), phrase("very good")}};

/// Four faces leave out the one in the middle.
const FaceWord& face_word(int face, int of) {
  const int index = of == 4 && face > 2 ? face : face - 1;
  return face_words[static_cast<std::size_t>(index)];
}

std::vector<Button> faces(const Words& words, int of, int given) {
  std::vector<Button> all;
  for (int face = 1; face <= of; ++face) {
    const std::string label = words.say(face_word(face, of).label);
    all.push_back({.id = "face:" + std::to_string(face),
                   .label = label,
                   .spoken = words.say("My visit was: {answer}.", {{"answer", words.say(face_word(face, of).inside)}}),
                   .weight = face == given ? Weight::on : Weight::plain});
  }
  return all;
}

std::vector<Button> reasons(const Words& words) {
  std::vector<Button> all;
  for (const FeedbackReason& reason : feedback_reasons) {
    const std::string label = words.say(reason.label);
    all.push_back({.id = "reason:" + std::string{reason.code},
                   .label = label,
                   .spoken = words.say("It was mostly about: {reason}.", {{"reason", label}}),
                   .icon = reason.icon});
  }
  return all;
}

std::vector<Button> aids(const Words& words, bool larger_text, bool more_contrast) {
  return {{.id = "larger_text",
           .label = words.say("Larger text"),
           .spoken = words.say("Make the text larger or smaller again."),
           .icon = Icon::text_size,
           .weight = larger_text ? Weight::on : Weight::plain},
          {.id = "contrast",
           .label = words.say("More contrast"),
           .spoken = words.say("Switch to more contrast, or back."),
           .icon = Icon::contrast,
           .weight = more_contrast ? Weight::on : Weight::plain}};
}

Button change_button(const Words& words) {
  return {.id = "change",
          .label = words.say("Change my answer"),
          .spoken = words.say("Change my answer: back to the faces.")};
}

Button skip_button(const Words& words) {
  return {.id = "skip", .label = words.say("Skip"), .spoken = words.say("Skip this question.")};
}

}  // namespace

std::vector<Button> Feedback::language_row(const Words& words) const {
  std::vector<std::string> shown = options_.languages;
  const bool has_more = shown.size() > languages_in_row;
  if (has_more && !all_languages_) {
    shown.resize(languages_in_row);
    if (std::find(shown.begin(), shown.end(), language_) == shown.end()) shown.back() = language_;
  }
  std::vector<Button> row;
  if (options_.languages.size() < 2) return row;
  for (const std::string& language : shown) {
    const std::string name = own_name(language);
    row.push_back({.id = "language:" + language,
                   .label = name,
                   .spoken = name + ".",  // in itself: who needs it does not read the present one
                   .weight = language == language_ ? Weight::on : Weight::plain});
  }
  if (has_more) {
    const std::size_t hidden = options_.languages.size() - languages_in_row;
    row.push_back({.id = "languages",
                   .label = all_languages_ ? "" : "+" + std::to_string(hidden),
                   .spoken = all_languages_ ? words.say("Show fewer languages.") : words.say("Show more languages."),
                   .icon = Icon::globe,
                   .weight = all_languages_ ? Weight::on : Weight::plain});
  }
  return row;
}

FeedbackView Feedback::view(const Words& words) const {
  FeedbackView view{.page = page_,
                    .faces = faces(words, options_.faces, given_),
                    .given = given_,
                    .right_to_left = words.right_to_left(),
                    .larger_text = larger_text_,
                    .more_contrast = more_contrast_};
  if (given_ != 0) {
    view.you_said = words.say("You said: {answer}", {{"answer", words.say(face_word(given_, options_.faces).inside)}});
  }
  switch (page_) {
    case FeedbackView::Page::question:
      view.question = words.say("How was your visit today?");
      view.hint = words.say("Touch a face. We do not ask your name.");
      view.languages = language_row(words);
      view.aids = aids(words, larger_text_, more_contrast_);
      break;
    case FeedbackView::Page::reasons:
      view.question = words.say("What was it mostly about?");
      view.reasons = reasons(words);
      view.others = {change_button(words), skip_button(words)};
      view.aids = aids(words, larger_text_, more_contrast_);
      break;
    case FeedbackView::Page::thanks:
      view.thanks = words.say("Thank you");
      view.thanks_detail = words.say("Your answer goes to the people who run this department.");
      view.others = {change_button(words)};
      break;
  }
  return view;
}

std::vector<Button> buttons(const FeedbackView& view) {
  std::vector<Button> all;
  if (view.page == FeedbackView::Page::question) all = view.faces;
  for (const auto* part : {&view.reasons, &view.others, &view.languages, &view.aids}) {
    all.insert(all.end(), part->begin(), part->end());
  }
  return all;
}

}  // namespace isocenter::kiosk
