#include "kiosk/model/feedback.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "kiosk/model/feedback_reasons.hpp"

namespace isocenter::kiosk {
namespace {

using std::chrono::seconds;

constexpr seconds thanks_for{4};
constexpr seconds walked_away_after{20};    ///< on the page of reasons
constexpr seconds left_as_it_is_after{30};  ///< the question, changed in language or looks, but not answered

constexpr std::string_view face_prefix = "face:";
constexpr std::string_view reason_prefix = "reason:";
constexpr std::string_view language_prefix = "language:";

bool is_reason(std::string_view code) {
  return std::any_of(feedback_reasons.begin(), feedback_reasons.end(),
                     [&](const FeedbackReason& reason) { return reason.code == code; });
}

}  // namespace

Feedback::Feedback(FeedbackOptions options) : options_{std::move(options)} {
  options_.faces = std::clamp(options_.faces, 4, 5);
  if (options_.languages.empty()) options_.languages.emplace_back("en");
  language_ = options_.languages.front();
}

void Feedback::touch(std::string_view id, Instant now) {
  end_what_is_over(now);
  touched_ = now;
  if (id == "larger_text") larger_text_ = !larger_text_;
  if (id == "contrast") more_contrast_ = !more_contrast_;
  const bool on_question = page_ == FeedbackView::Page::question;
  if (id == "languages" && on_question) all_languages_ = !all_languages_;
  if (id.starts_with(language_prefix) && on_question) choose_language(id.substr(language_prefix.size()));
  if (id.starts_with(face_prefix) && on_question && id.size() == face_prefix.size() + 1) {
    const int face = id.back() - '0';
    if (face < 1 || face > options_.faces) return;
    given_ = face;
    page_ = FeedbackView::Page::reasons;
  } else if (page_ == FeedbackView::Page::reasons) {
    if (id.starts_with(reason_prefix) && is_reason(id.substr(reason_prefix.size()))) {
      reasons_ = {std::string{id.substr(reason_prefix.size())}};
      page_ = FeedbackView::Page::thanks;
    }
    if (id == "skip") page_ = FeedbackView::Page::thanks;
  }
  if (id == "change" && page_ != FeedbackView::Page::question) {
    given_ = 0;
    reasons_.clear();
    page_ = FeedbackView::Page::question;
  }
}

void Feedback::choose_language(std::string_view language) {
  const auto known = std::find(options_.languages.begin(), options_.languages.end(), language);
  if (known == options_.languages.end()) return;
  language_ = *known;
  all_languages_ = false;
}

std::vector<NewEvent> Feedback::tick(Instant now) {
  end_what_is_over(now);
  return std::exchange(complete_, {});
}

std::optional<Instant> Feedback::next_tick() const { return complete_.empty() ? page_ends() : touched_; }

/// Also before a touch: the next patient's finger may come first.
void Feedback::end_what_is_over(Instant now) {
  touched_ = std::min(touched_, now);  // the clock was set back: nothing stays longer for it
  const auto ends = page_ends();
  if (!ends || now < *ends) return;
  if (given_ != 0) complete_.push_back(answer(*ends));
  reset();
}

std::optional<Instant> Feedback::page_ends() const {
  switch (page_) {
    case FeedbackView::Page::thanks: return touched_ + thanks_for;
    case FeedbackView::Page::reasons: return touched_ + walked_away_after;
    case FeedbackView::Page::question: break;
  }
  const bool at_rest = language_ == options_.languages.front() && !all_languages_ && !larger_text_ && !more_contrast_;
  return at_rest ? std::nullopt : std::optional{touched_ + left_as_it_is_after};
}

NewEvent Feedback::answer(Instant at) const {
  return NewEvent{
      at, std::nullopt,
      FeedbackAnswered{
          .score = given_, .of = options_.faces, .reasons = reasons_, .language = language_, .area = options_.area}};
}

void Feedback::reset() {
  page_ = FeedbackView::Page::question;
  given_ = 0;
  reasons_.clear();
  language_ = options_.languages.front();
  all_languages_ = larger_text_ = more_contrast_ = false;
}

}  // namespace isocenter::kiosk
