#include "collector/fleet/device_now.hpp"

#include <gtest/gtest.h>

#include "shared/wire/event_codec.hpp"
#include "tests/collector/report/sample_database.hpp"

namespace isocenter::fleet {
namespace {

using report::at;

const DeviceName mr1 = DeviceName::parse("mr1").value();
const Instant now = at("2026-11-18T15:30:00Z");

class Booked : public testing::Test {
 protected:
  void say(const EventBody& body, const std::string& t) {
    const NewEvent event{at(t), mr1, body};
    database.event(std::string{event_type(body)}, "mr1", t, t, wire::format_event(1, event));
  }
  void book(const std::string& said, const std::string& from, const std::string& to) {
    DeviceDeclared work{};
    work.state = EquipmentState::planned_down;
    work.from = at(from);
    work.until = at(to);
    say(work, said);
  }
  /// Takes back the event of that number; the sample's events are all of one epoch.
  void withdraw(std::uint64_t seq, const std::string& said) {
    EventWithdrawn undo{};
    undo.epoch = parse_epoch("000102030405060708090a0b0c0d0e0f").value();
    undo.seq = seq;
    undo.digest = parse_digest("ff00000000000000000000000000000a").value();
    say(undo, said);
  }
  std::vector<Period> found() {
    auto reader = database.reader();
    return read_now(mr1, now, reader).booked;
  }

  report::SampleDatabase database;
};

TEST_F(Booked, IsWhatWasAnnouncedLongBefore) {
  book("2026-01-15T10:00:00Z", "2026-12-01T08:00:00Z", "2026-12-03T18:00:00Z");
  const Period upgrade{at("2026-12-01T08:00:00Z"), at("2026-12-03T18:00:00Z")};
  EXPECT_EQ(found(), std::vector{upgrade});
}

TEST_F(Booked, IsNotWhatWasTakenBackAtOnce) {
  book("2026-11-18T10:00:00Z", "2026-12-01T08:00:00Z", "2026-12-01T18:00:00Z");
  book("2026-11-18T10:05:00Z", "2026-12-08T08:00:00Z", "2026-12-08T18:00:00Z");
  withdraw(1, "2026-11-18T10:00:40Z");
  withdraw(2, "2026-11-18T10:09:00Z");  // too late to count
  const Period second{at("2026-12-08T08:00:00Z"), at("2026-12-08T18:00:00Z")};
  EXPECT_EQ(found(), std::vector{second});
}

TEST_F(Booked, EndsWhereTheRoomIsReady) {
  book("2026-11-18T10:00:00Z", "2026-11-18T12:00:00Z", "2026-11-18T18:00:00Z");
  EXPECT_EQ(found().size(), 1u);
  DeviceDeclared ready{};
  ready.state = EquipmentState::ready;
  ready.from = at("2026-11-18T14:00:00Z");
  say(ready, "2026-11-18T14:00:00Z");
  EXPECT_EQ(found(), std::vector<Period>{});
}

}  // namespace
}  // namespace isocenter::fleet
