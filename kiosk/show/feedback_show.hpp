#pragma once

#include <map>

#include "kiosk/model/feedback.hpp"
#include "kiosk/show/show.hpp"

namespace isocenter::kiosk {

class FeedbackShow : public Show {
 public:
  /// `words` by language tag, one for each of the options' languages.
  FeedbackShow(FeedbackOptions options, std::map<std::string, Words> words, Record record);

  std::vector<std::string> subscriptions() const override { return {}; }
  void take(std::string_view, std::string_view, Instant) override {}
  void set_connected(bool, Instant) override {}
  std::uint64_t ignored() const override { return 0; }
  void touch(std::string_view id, Instant now) override { feedback_.touch(id, now); }
  bool prepare(Instant now, PanelPixels panel) override;
  void draw(Canvas& canvas) override;
  std::string describe(const Canvas& canvas) const override;
  const Palette& palette() const override { return light; }
  std::string language() const override { return feedback_.language(); }

 private:
  Feedback feedback_;
  std::map<std::string, Words> words_;
  Record record_;
  std::vector<NewEvent> unkept_;  ///< the disk did not take them: tried again each turn
  FeedbackView next_{}, drawn_{};
};

}  // namespace isocenter::kiosk
