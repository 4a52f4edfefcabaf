#include "kiosk/show/feedback_show.hpp"

#include "kiosk/screen/feedback_screen.hpp"
#include "kiosk/show/text_twin.hpp"

namespace isocenter::kiosk {

FeedbackShow::FeedbackShow(FeedbackOptions options, std::map<std::string, Words> words, Record record)
    : feedback_{std::move(options)}, words_{std::move(words)}, record_{std::move(record)} {}

bool FeedbackShow::prepare(Instant now, PanelPixels) {
  for (NewEvent& answer : feedback_.tick(now)) unkept_.push_back(std::move(answer));
  if (!unkept_.empty() && record_(unkept_)) unkept_.clear();
  next_ = feedback_.view(words_.at(feedback_.language()));
  return next_ != drawn_;
}

void FeedbackShow::draw(Canvas& canvas) {
  draw_feedback(canvas, next_);
  drawn_ = next_;
}

std::string FeedbackShow::describe(const Canvas& canvas) const { return text_twin(drawn_, canvas, language()); }

}  // namespace isocenter::kiosk
