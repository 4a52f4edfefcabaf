#include "shared/wire/batch.hpp"

#include <gtest/gtest.h>

#include "shared/wire/event_codec.hpp"

namespace isocenter::wire {
namespace {

TEST(Batch, Smoke) {
  Batch batch{.from = "i1", .sent = from_unix_ms(1'800'000'000'123)};
  for (std::uint64_t seq = 1; seq <= 3; ++seq) {
    NewEvent event{from_unix_ms(1'800'000'000'000), *DeviceName::parse("ct1"), ReadingTaken{"temp", 4.5, "C"}};
    batch.events.push_back({seq, seq, event.t, "reading.taken", "ct1", {}, {}, format_event(seq, event)});
    auto parsed = parse_event(batch.events.back().bytes);
    ASSERT_TRUE(parsed) << to_string(parsed.error());
    EXPECT_EQ(*parsed, event);
  }
  batch.last = 3;
  const auto text = format_batch(batch);
  const auto read = parse_batch(text);
  ASSERT_TRUE(read) << to_string(read.error()) << text;
  EXPECT_EQ(*read, batch);
}

}  // namespace
}  // namespace isocenter::wire
