#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kiosk/model/button.hpp"
#include "kiosk/text/words.hpp"
#include "shared/core/event.hpp"

namespace isocenter::kiosk {

struct FeedbackView {
  enum class Page { question, reasons, thanks };
  Page page = Page::question;
  std::string question{}, hint{};  ///< "How was your visit today?", "Touch a face. We do not ask your name."
  std::vector<Button> faces{};     ///< worst first; label is the word below it
  int given = 0;                   ///< the face that was touched, 1 … of; 0: none yet
  std::string you_said{};          ///< "You said: good"
  std::vector<Button> reasons{};
  std::vector<Button> languages{};  ///< by their own names; the chosen one is Weight::on
  std::vector<Button> aids{};       ///< larger text, more contrast (read aloud comes with speech)
  std::vector<Button> others{};     ///< "Change my answer", "Skip"
  std::string thanks{}, thanks_detail{};
  bool right_to_left = false;
  bool larger_text = false, more_contrast = false;
  bool operator==(const FeedbackView&) const = default;
};

struct FeedbackOptions {
  std::string area{};
  int faces = 5;                         ///< 4 or 5
  std::vector<std::string> languages{};  ///< the first is the one it returns to
};

/// The patient's answer. The face alone is sent when the patient walks away; else face and reason when the thanks end.
/// Pure: it is handed touches and the time, and hands back events.
class Feedback {
 public:
  explicit Feedback(FeedbackOptions options);

  void touch(std::string_view id, Instant now);
  /// What is complete by now, to be recorded. Resets by itself.
  std::vector<NewEvent> tick(Instant now);
  /// When `tick` has something to do next; nothing at rest.
  std::optional<Instant> next_tick() const;

  const std::string& language() const { return language_; }
  FeedbackView view(const Words& words) const;

 private:
  void reset();
  void end_what_is_over(Instant now);
  std::optional<Instant> page_ends() const;
  NewEvent answer(Instant at) const;
  void choose_language(std::string_view language);
  std::vector<Button> language_row(const Words& words) const;

  FeedbackOptions options_;
  std::string language_;
  FeedbackView::Page page_ = FeedbackView::Page::question;
  int given_ = 0;
  std::vector<std::string> reasons_;
  Instant touched_{};
  bool all_languages_ = false, larger_text_ = false, more_contrast_ = false;
  std::vector<NewEvent> complete_;  ///< not handed back yet
};

/// All that can be touched, in focus order.
std::vector<Button> buttons(const FeedbackView& view);

}  // namespace isocenter::kiosk
