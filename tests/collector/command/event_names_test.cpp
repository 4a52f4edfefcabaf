#include "collector/command/event_names.hpp"

#include <gtest/gtest.h>

namespace isocenter::collector {
namespace {

using Words = std::vector<std::string>;

const std::string life = "000102030405060708090a0b0c0d0e0f", digest = "f0e0d0c0b0a090807060504030201000";

EventId id(std::string_view node, std::uint64_t seq) {
  return {NodeName::parse(node).value(), parse_epoch(life).value(), seq};
}
std::vector<NamedEvent> named(const Words& words) {
  const auto events = parse_event_names(words);
  EXPECT_TRUE(events) << to_string(events.error());
  return events.value_or(std::vector<NamedEvent>{});
}
std::string refusal(const Words& words) {
  const auto events = parse_event_names(words);
  EXPECT_FALSE(events);
  return events ? "" : to_string(events.error());
}

TEST(EventNames, AreThreeWordsOrOneAsPrinted) {
  const std::vector<NamedEvent> expected{{.id = id("agent-ct1", 7), .log_row = {}, .digest = {}}};
  EXPECT_EQ(named({"agent-ct1", life, "7"}), expected);
  EXPECT_EQ(named({"agent-ct1 " + life + " 7"}), expected);
  EXPECT_EQ(named({"agent-ct1/" + life + "/7"}), expected);
}

TEST(EventNames, TakeTheWholePrintedLineAsOneWordOrMany) {
  const std::vector<NamedEvent> expected{
      {.id = id("kiosk-ct1", 12), .log_row = 212, .digest = parse_digest(digest).value()}};
  const std::string line = "kiosk-ct1/" + life + "/12 \u00b7 log row 212 \u00b7 digest " + digest;
  EXPECT_EQ(named({line}), expected);
  EXPECT_EQ(named({"kiosk-ct1/" + life + "/12", "\u00b7", "log", "row", "212", "\u00b7", "digest", digest}), expected);
  EXPECT_EQ(named({"kiosk-ct1/" + life + "/12 \u00b7 log row\n212 \u00b7 digest " + digest + "\n"}), expected);
}

TEST(EventNames, AreAsManyAsThereAre) {
  const std::string line = "b/" + life + "/2 \u00b7 log row 9 \u00b7 digest " + digest;
  const auto events = named({"a", life, "1", line, "c/" + life + "/3", line});
  ASSERT_EQ(events.size(), 4u);
  EXPECT_EQ(events[0].id, id("a", 1));
  EXPECT_EQ(events[1].log_row, 9);
  EXPECT_EQ(events[2].id, id("c", 3));
  EXPECT_EQ(events[3], events[1]);
}

TEST(EventNames, NameTheWordThatIsWrongAndTheMend) {
  const std::vector<std::pair<Words, std::string>> cases{
      {{}, "names no event; write NODE EPOCH NUMBER"},
      {{" "}, "names no event"},
      {{"agent-ct1"}, "\"agent-ct1\" is no whole name"},
      {{"agent-ct1", life}, "is no whole name"},
      {{"agent-ct1/" + life}, "has no number"},
      {{"agent-ct1/" + life.substr(1) + "/7"}, "32 lower-case hexadecimal characters; copy it whole"},
      {{"agent-ct1", "7", life}, "\"7\" is no epoch"},
      {{"Agent", life, "7"}, "\"Agent\" is no node's name"},
      {{"agent-ct1/" + life + "/0"}, "\"0\" is no number of an event; they count from 1"},
      {{"agent-ct1/" + life + "/-7"}, "\"-7\" is no number"},
      {{"agent-ct1/" + life + "/7/8"}, "\"7/8\" is no number"},
      {{"agent-ct1/" + life + "/99999999999999999999"}, "is no number"},
      {{"agent-ct1/" + life + "/7 log row"}, "stands \"row\" and its number"},
      {{"agent-ct1/" + life + "/7 log book 7"}, "stands \"row\" and its number"},
      {{"agent-ct1/" + life + "/7 digest"}, "after \"digest\""},
      {{"agent-ct1/" + life + "/7 digest abc"}, "after \"digest\""},
  };
  for (const auto& [words, said] : cases) {
    EXPECT_NE(refusal(words).find(said), std::string::npos) << said << "\n" << refusal(words);
    EXPECT_TRUE(refusal(words).starts_with("event: "));
  }
}

}  // namespace
}  // namespace isocenter::collector
