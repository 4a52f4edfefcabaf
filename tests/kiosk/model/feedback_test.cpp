#include "kiosk/model/feedback.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/kiosk/model/department_support.hpp"

namespace isocenter::kiosk {
namespace {

using std::chrono::seconds;
using Page = FeedbackView::Page;

const Instant now = clock("10:42:00");

FeedbackOptions options(int faces = 5) { return {.area = "CT exit", .faces = faces, .languages = {"en", "es", "zh"}}; }

FeedbackView look(const Feedback& feedback) { return feedback.view(Words::english()); }

FeedbackAnswered only_answer(const std::vector<NewEvent>& events) {
  EXPECT_EQ(events.size(), 1u);
  if (events.size() != 1) return {};
  return std::get<FeedbackAnswered>(events.front().body);
}

TEST(Feedback, SendsFaceAndReasonWhenTheThanksEnd) {
  Feedback feedback{options()};
  EXPECT_FALSE(feedback.next_tick());
  feedback.touch("face:4", now);
  EXPECT_EQ(look(feedback).page, Page::reasons);
  EXPECT_EQ(look(feedback).you_said, "You said: good");
  feedback.touch("reason:waiting", now + seconds{3});
  EXPECT_EQ(look(feedback).page, Page::thanks);
  EXPECT_EQ(feedback.next_tick(), now + seconds{7});
  EXPECT_TRUE(feedback.tick(now + seconds{6}).empty());
  const auto events = feedback.tick(now + seconds{7});
  EXPECT_EQ(only_answer(events), (FeedbackAnswered{4, 5, {"waiting"}, "en", "CT exit"}));
  EXPECT_FALSE(events.front().device);
  EXPECT_EQ(look(feedback).page, Page::question);
  EXPECT_TRUE(feedback.tick(now + seconds{600}).empty());
}

TEST(Feedback, SendsTheFaceAloneWhenThePatientWalksAway) {
  Feedback feedback{options()};
  feedback.touch("face:1", now);
  EXPECT_TRUE(feedback.tick(now + seconds{19}).empty());
  EXPECT_EQ(only_answer(feedback.tick(now + seconds{20})), (FeedbackAnswered{1, 5, {}, "en", "CT exit"}));
  EXPECT_EQ(look(feedback).page, Page::question);
}

TEST(Feedback, SkippedReasonsAreNone) {
  Feedback feedback{options()};
  feedback.touch("face:2", now);
  feedback.touch("skip", now);
  EXPECT_EQ(only_answer(feedback.tick(now + seconds{4})).reasons, std::vector<std::string>{});
}

TEST(Feedback, AnAnswerMayBeChangedUntilItIsSent) {
  Feedback feedback{options()};
  feedback.touch("face:1", now);
  feedback.touch("reason:staff", now + seconds{1});
  feedback.touch("change", now + seconds{2});
  EXPECT_EQ(look(feedback).page, Page::question);
  EXPECT_TRUE(feedback.tick(now + seconds{600}).empty()) << "nothing is said any more";
  feedback.touch("face:5", now + seconds{601});
  feedback.touch("skip", now + seconds{602});
  EXPECT_EQ(only_answer(feedback.tick(now + seconds{606})), (FeedbackAnswered{5, 5, {}, "en", "CT exit"}));
}

TEST(Feedback, TheNextPatientsTouchLosesNoAnswer) {
  Feedback feedback{options()};
  feedback.touch("face:1", now);
  feedback.touch("face:5", now + seconds{40});  // nobody looked at the time meanwhile
  EXPECT_EQ(only_answer(feedback.tick(now + seconds{40})).score, 1);
  EXPECT_EQ(look(feedback).given, 5);
  EXPECT_EQ(only_answer(feedback.tick(now + seconds{60})).score, 5);
}

TEST(Feedback, LanguageAndLooksGoWithThePatient) {
  Feedback feedback{options()};
  feedback.touch("language:es", now);
  feedback.touch("larger_text", now);
  feedback.touch("contrast", now);
  EXPECT_EQ(feedback.language(), "es");
  EXPECT_TRUE(look(feedback).larger_text && look(feedback).more_contrast);
  feedback.touch("face:3", now);
  EXPECT_EQ(only_answer(feedback.tick(now + seconds{20})).language, "es");
  EXPECT_EQ(feedback.language(), "en");
  EXPECT_FALSE(look(feedback).larger_text || look(feedback).more_contrast);
}

TEST(Feedback, ResetsWhatWasOnlyLookedAt) {
  for (const char* id : {"language:zh", "larger_text", "contrast"}) {
    Feedback feedback{options()};
    feedback.touch(id, now);
    EXPECT_TRUE(feedback.tick(now + seconds{29}).empty());
    ASSERT_EQ(feedback.next_tick(), now + seconds{30}) << id;
    EXPECT_TRUE(feedback.tick(now + seconds{30}).empty()) << "no face, no answer";
    EXPECT_EQ(look(feedback), look(Feedback{options()})) << id;
    EXPECT_FALSE(feedback.next_tick());
  }
}

TEST(Feedback, FourFacesLeaveOutTheMiddle) {
  Feedback feedback{options(4)};
  std::string labels;
  for (const Button& face : look(feedback).faces) labels += face.label + ", ";
  EXPECT_EQ(labels, "Very bad, Bad, Good, Very good, ");
  feedback.touch("face:5", now);
  EXPECT_EQ(look(feedback).page, Page::question) << "there is no fifth";
  feedback.touch("face:3", now);
  EXPECT_EQ(look(feedback).you_said, "You said: good");
  const auto answer = only_answer(feedback.tick(now + seconds{20}));
  EXPECT_EQ(answer.score, 3);
  EXPECT_EQ(answer.of, 4);
}

TEST(Feedback, EightLanguagesStandInTheRowAndTheRestBehindTheGlobe) {
  FeedbackOptions many = options();
  many.languages = {"en", "es", "zh", "vi", "ko", "tl", "ru", "ar", "fr", "de", "so"};
  Feedback feedback{many};
  auto row = look(feedback).languages;
  ASSERT_EQ(row.size(), 9u);
  EXPECT_EQ(row.front().label, "English");
  EXPECT_EQ(row.front().weight, Weight::on);
  EXPECT_EQ(row.back().id, "languages");
  EXPECT_EQ(row.back().label, "+3");
  feedback.touch("languages", now);
  EXPECT_EQ(look(feedback).languages.size(), 12u);
  feedback.touch("language:so", now);
  row = look(feedback).languages;
  ASSERT_EQ(row.size(), 9u);
  EXPECT_EQ(row[7].label, "Soomaali") << "what is chosen is always seen";
  EXPECT_EQ(row[7].weight, Weight::on);
}

TEST(Feedback, OneLanguageNeedsNoRow) {
  Feedback feedback{{.area = "exit", .faces = 5, .languages = {"en"}}};
  EXPECT_TRUE(look(feedback).languages.empty());
}

TEST(Feedback, TheClockSetBackKeepsNoPageOpen) {
  Feedback feedback{options()};
  feedback.touch("face:2", now);
  EXPECT_TRUE(feedback.tick(now - std::chrono::hours{1}).empty());
  EXPECT_EQ(only_answer(feedback.tick(now - std::chrono::hours{1} + seconds{20})).score, 2);
}

TEST(Feedback, RightToLeftComesFromTheWords) { EXPECT_FALSE(look(Feedback{options()}).right_to_left); }

/// Random fingers: every view can be left, every button speaks, each face that is given is answered once.
RC_GTEST_PROP(Feedback, NoTouchLeadsAstray, ()) {
  FeedbackOptions many = options(*rc::gen::inRange(4, 6));
  many.languages = {"en", "es", "zh", "vi", "ko", "tl", "ru", "ar", "fr"};
  Feedback feedback{many};
  Instant time = now;
  std::size_t answers = 0, faces = 0;
  const auto touches = *rc::gen::inRange(1, 80);
  for (int i = 0; i < touches; ++i) {
    for (const NewEvent& event : feedback.tick(time)) {
      const auto& answer = std::get<FeedbackAnswered>(event.body);
      RC_ASSERT(answer.score >= 1 && answer.score <= answer.of && answer.reasons.size() <= 1);
      ++answers;
    }
    const auto seen = buttons(look(feedback));
    RC_ASSERT(!seen.empty());
    std::set<std::string> ids;
    for (const Button& button : seen) {
      RC_ASSERT(button.spoken.size() > 2 && button.spoken.back() == '.');
      RC_ASSERT(ids.insert(button.id).second);
    }
    const auto& touched = seen[*rc::gen::inRange<std::size_t>(0, seen.size())];
    faces += touched.id.starts_with("face:") ? 1 : 0;
    feedback.touch(touched.id, time);
    faces -= touched.id == "change" ? 1 : 0;
    time += seconds{*rc::gen::weightedOneOf<int>({{8, rc::gen::inRange(0, 4)}, {1, rc::gen::inRange(4, 60)}})};
  }
  answers += feedback.tick(time + std::chrono::hours{1}).size();
  RC_ASSERT(answers == faces);
  RC_ASSERT(look(feedback) == look(Feedback{many}));
  RC_ASSERT(!feedback.next_tick());
}

}  // namespace
}  // namespace isocenter::kiosk
