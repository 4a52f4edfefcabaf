#include <fmt/format.h>
#include <gtest/gtest.h>

#include <csignal>
#include <random>

#include "shared/sqlite/database.hpp"
#include "tests/fakes/silent_listener.hpp"
#include "tests/system/kiosk_program.hpp"

/// The kiosk's program with real clicks on a virtual screen: every touch arrives once.
namespace isocenter::system_tests {
namespace {

/// How many events of a type lie in an outbox that its program has open.
std::int64_t kept(const std::filesystem::path& outbox, const std::string& type) {
  sqlite::Database database{outbox, sqlite::Database::Mode::read_only};
  sqlite::Statement count{database, "SELECT count(*) FROM outbox_rows WHERE type = ?1"};
  count.bind(1, std::string_view{type});
  count.step();
  return count.integer(0);
}

constexpr const char* kiosk_nodes =
    "[[node]]\nname = \"kiosk-ct1\"\nmay = [\"declare\"]\ndevices = [\"ct1\"]\n"
    "[[node]]\nname = \"kiosk-exit\"\nmay = [\"feedback\"]\nareas = [\"exit\"]\n";

class Kiosks : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(site.wait_until_ready()) << site.collector().output();
    ASSERT_TRUE(scanner.is_ready()) << scanner.program().output();
    ASSERT_TRUE(wait_until([&] { return state() != "unknown"; }, 20s));
  }

  std::size_t count(const std::string& type, const std::string& word = {}) {
    std::size_t found = 0;
    for (const auto& row : site.report("events")) {
      if (row.at("type") == type && row.dump().find(word) != std::string::npos) ++found;
    }
    return found;
  }
  std::string state() {
    for (const auto& row : site.report("status")) {
      if (row.at("device") == "ct1") return row.at("state");
    }
    return "unknown";
  }

  /// One touch after the other, each as soon as its button is there.
  static void touch(const KioskProgram& kiosk, const std::vector<std::string>& ids) {
    for (const std::string& id : ids) {
      ASSERT_TRUE(kiosk.screen().wait_for_button(id)) << id << ": " << kiosk.screen().says();
      ASSERT_TRUE(kiosk.screen().touch(id));
    }
  }

  Site site{{AgentSetting{.more = "address = \"127.0.0.1\"\n" + fmt::format("tcp_port = {}\n", port.port())}},
            1,
            kiosk_nodes};
  KioskProgram scanner{site, "kiosk-ct1", "screen = \"scanner\"\ndevice = \"ct1\"\n"};

 private:
  // Before `site` in time: it is asked for its port.
  static fakes::SilentListener port;
};

fakes::SilentListener Kiosks::port;

TEST_F(Kiosks, LoseNoneOfSixtyTapsAtSixASecond) {
  const auto in_room = scanner.screen().place_of("in_room"), left_room = scanner.screen().place_of("left_room");
  ASSERT_TRUE(in_room && left_room) << scanner.screen().says();
  std::vector<std::pair<int, int>> taps;
  for (int i = 0; i < 30; ++i) taps.insert(taps.end(), {*in_room, *left_room});
  const auto began = std::chrono::steady_clock::now();
  ASSERT_TRUE(scanner.screen().tap(taps, 1000ms / 6));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::printf("%zu taps, %.1f a second\n", taps.size(), static_cast<double>(taps.size()) / took.count());
  EXPECT_TRUE(wait_until([&] { return count("exam.stepped") == 60; }, 10s)) << count("exam.stepped");
  EXPECT_EQ(count("exam.stepped", "in_room"), 30u);
}

TEST_F(Kiosks, TakeTouchesWhereTheyWereMadeHoweverLateTheyAreRead) {
  const auto in_room = scanner.screen().place_of("in_room"), fault = scanner.screen().place_of("fault");
  ASSERT_TRUE(in_room && fault) << scanner.screen().says();
  scanner.program().signal(SIGSTOP);
  ASSERT_TRUE(scanner.screen().tap({*in_room, {5, 5}, *fault}));
  ASSERT_TRUE(scanner.screen().move_to({700, 5}));
  scanner.program().signal(SIGCONT);
  EXPECT_TRUE(wait_until([&] { return count("exam.stepped", "in_room") == 1; }, 10s)) << scanner.screen().says();
}

TEST_F(Kiosks, TakeAFaultInTwoTapsAndGiveTheRoomBackOnUndo) {
  const std::string before = state();
  const auto began = std::chrono::steady_clock::now();
  touch(scanner, {"fault", "fault:cooling"});
  ASSERT_TRUE(wait_until([&] { return state() == "down"; }, 5s));
  EXPECT_LT(std::chrono::steady_clock::now() - began, 3s);
  touch(scanner, {"undo"});
  EXPECT_TRUE(wait_until([&] { return state() == before; }, 5s)) << state();
  EXPECT_EQ(count("event.withdrawn"), 1u);
}

TEST_F(Kiosks, KeepTouchesWhileTheBrokerIsAway) {
  KioskProgram exit{site, "kiosk-exit", "screen = \"feedback\"\narea = \"exit\"\n"};
  ASSERT_TRUE(exit.is_ready()) << exit.program().output();
  site.broker().kill();
  touch(scanner, {"fault", "fault:table"});
  touch(exit, {"face:4", "reason:staff"});
  // The answer is complete once the thanks are over.
  ASSERT_TRUE(wait_until([&] { return kept(site.outbox("kiosk-exit"), "feedback.answered") == 1; }, 15s));
  EXPECT_EQ(kept(site.outbox("kiosk-ct1"), "fault.reported"), 1);
  site.broker().start();
  ASSERT_TRUE(wait_until([&] { return count("feedback.answered") > 0 && count("fault.reported") > 0; }, 30s));
  ASSERT_TRUE(site.wait_until_drained());
  EXPECT_EQ(count("fault.reported"), 1u);
  EXPECT_EQ(count("feedback.answered"), 1u);
}

TEST_F(Kiosks, SurviveAMonkey) {
  const auto seed = std::random_device{}();
  std::printf("monkey's seed %u\n", seed);
  std::mt19937 random{seed};
  std::vector<std::pair<int, int>> places;
  for (int i = 0; i < 600; ++i) {
    places.emplace_back(static_cast<int>(random() % 1920u), static_cast<int>(random() % 1080u));
  }
  const auto began = std::chrono::steady_clock::now();
  ASSERT_TRUE(scanner.screen().tap(places, 33ms));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::printf("%zu taps, %.1f a second\n", places.size(), static_cast<double>(places.size()) / took.count());
  ASSERT_TRUE(scanner.program().is_running()) << "seed " << seed << ": " << scanner.program().output();
  const auto& screen = scanner.screen();
  // From whatever page it is on; what was tapped may still be under way, until a press is seen.
  const auto holds_in_room = [&] {
    for (const std::string way_home : {"back", "done"}) {
      if (screen.has_button(way_home) && screen.press(way_home)) screen.release();
    }
    return screen.press("in_room");
  };
  ASSERT_TRUE(screen.wait(holds_in_room, 60s)) << "seed " << seed << ": " << screen.says();
  ASSERT_TRUE(site.wait_until_drained());
  const std::size_t before = count("exam.stepped", "in_room");
  screen.release();
  EXPECT_TRUE(wait_until([&] { return count("exam.stepped", "in_room") == before + 1; }, 20s))
      << "seed " << seed << ": " << before << " and then " << count("exam.stepped", "in_room") << screen.says();
}

}  // namespace
}  // namespace isocenter::system_tests
