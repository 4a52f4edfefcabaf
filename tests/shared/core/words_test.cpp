#include <gtest/gtest.h>

#include <set>

#include "shared/core/equipment_state.hpp"
#include "shared/core/event.hpp"

namespace isocenter {
namespace {

/// Every value from the first on, up to and with `last`, has a word of its own that leads back to it.
template <typename Enum>
void expect_words_lead_back(Enum last) {
  std::set<std::string_view> words;
  for (int i = 0; i <= static_cast<int>(last); ++i) {
    const auto value = static_cast<Enum>(i);
    EXPECT_EQ(from_word<Enum>(word(value)), value) << word(value);
    EXPECT_TRUE(words.insert(word(value)).second) << word(value);
  }
  for (const char* wrong : {"", "Ready", "a", "in use", "downn"}) EXPECT_FALSE(from_word<Enum>(wrong)) << wrong;
}

TEST(Words, LeadBackToTheirValues) {
  expect_words_lead_back(EquipmentState::unknown);
  expect_words_lead_back(Grade::d);
  expect_words_lead_back(Cause::unexplained);
  expect_words_lead_back(Effect::none);
  expect_words_lead_back(Subject::unknown);
  expect_words_lead_back(ExamStatus::discontinued);
  expect_words_lead_back(Activity::quality_control);
}

TEST(Words, AreTheProtocols) {
  EXPECT_EQ(word(EquipmentState::planned_down), "planned_down");
  EXPECT_EQ(word(Grade::a), "A");
  EXPECT_EQ(word(Cause::third_party), "third_party");
  EXPECT_EQ(word(FaultStep::on_site), "on_site");
}

TEST(EventType, NamesEachKindOfEvent) {
  EXPECT_EQ(event_type(ExamStarted{}), "exam.started");
  EXPECT_EQ(event_type(FaultStepped{.step = FaultStep::called, .fault = "", .at = {}, .vendor = "", .reference = ""}),
            "fault.called");
  EXPECT_EQ(event_type(UnknownEvent{"dose.recorded"}), "dose.recorded");
}

TEST(IsTelemetry, HoldsForReadingsAndChecksOnly) {
  EXPECT_TRUE(is_telemetry("reading.taken"));
  EXPECT_TRUE(is_telemetry("check.done"));
  EXPECT_FALSE(is_telemetry("exam.started"));
  EXPECT_FALSE(is_telemetry("fault.reported"));
  EXPECT_FALSE(is_telemetry("feedback.answered"));
}

}  // namespace
}  // namespace isocenter
