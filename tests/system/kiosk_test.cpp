#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "kiosk/model/feedback.hpp"
#include "kiosk/model/scanner.hpp"
#include "kiosk/screen/feedback_screen.hpp"
#include "kiosk/screen/scanner_screen.hpp"
#include "shared/sqlite/database.hpp"
#include "tests/fakes/silent_listener.hpp"
#include "tests/fakes/virtual_screen.hpp"
#include "tests/kiosk/model/department_support.hpp"
#include "tests/kiosk/screen/offscreen.hpp"
#include "tests/system/site.hpp"

/// The kiosk's program with real clicks on a virtual screen: every touch arrives once.
namespace isocenter::system_tests {
namespace {

namespace kiosk = isocenter::kiosk;
constexpr kiosk::PanelPixels panel{1920, 1080};

/// Where the targets of what `draw` draws lie, by id.
std::map<std::string, kiosk::Rect> targets_of(const std::function<void(kiosk::Canvas&)>& draw) {
  kiosk::TextRaster raster;
  kiosk::NoMasks masks;
  kiosk::Frame frame{panel};
  kiosk::Canvas canvas{frame.list(), raster, masks, panel, kiosk::dark, "en"};
  draw(canvas);
  std::map<std::string, kiosk::Rect> found;
  for (const kiosk::Target& target : canvas.targets()) found[target.id] = target.place;
  return found;
}

/// The scanner's targets on the pages that `touches` lead to.
std::map<std::string, kiosk::Rect> scanner_targets() {
  const Instant now = from_unix_ms(1'700'000'000'000);
  kiosk::Bench bench = kiosk::Bench::at_work(now);
  bench.room("ct1", kiosk::ready_snapshot("CT 1", now), now);
  std::map<std::string, kiosk::Rect> all;
  kiosk::Scanner scanner{kiosk::device("ct1"), "technologist"};
  for (const std::string touch : {"", "planned", "back", "fault", "fault:table"}) {
    if (!touch.empty()) {
      const auto events = scanner.touch(touch, bench.department, now);
      if (!events.empty()) scanner.recorded(std::vector<BirthName>(events.size()), now);
    }
    all.merge(targets_of([&](kiosk::Canvas& canvas) {
      kiosk::draw_scanner(canvas, scanner.view(bench.department, kiosk::new_york(), kiosk::Words::english(), now));
    }));
  }
  return all;
}

std::map<std::string, kiosk::Rect> feedback_targets() {
  kiosk::Feedback feedback{{.area = "exit", .faces = 5, .languages = {"en"}}};
  std::map<std::string, kiosk::Rect> all;
  for (const std::string touch : {"", "face:4"}) {
    if (!touch.empty()) feedback.touch(touch, from_unix_ms(0));
    all.merge(targets_of(
        [&](kiosk::Canvas& canvas) { kiosk::draw_feedback(canvas, feedback.view(kiosk::Words::english())); }));
  }
  return all;
}

/// A kiosk on a screen of its own, and a finger.
class Kiosk {
 public:
  Kiosk(Site& site, const std::string& node, const std::string& screen, std::map<std::string, kiosk::Rect> targets)
      : targets_{std::move(targets)}, screen_{site.folder() / (node + "-screen.output")} {
    const auto config = site.folder() / (node + ".toml");
    std::ofstream{config} << fmt::format(
        "site = \"general\"\nzone = \"America/New_York\"\nheartbeat_s = 1\nnode = \"{0}\"\n{1}[broker]\nurl = "
        "\"{2}\"\n[outbox]\npath = \"{0}.outbox\"\n[window]\nwidth = {3}\nheight = {4}\n",
        node, screen, site.broker().url(), panel.width, panel.height);
    program_ = std::make_unique<fakes::ChildProcess>(
        fakes::ChildProcess::Options{.command = {ISOCENTER_BIN_DIR "/isocenter-kiosk", "--config", config.string()},
                                     .output = site.folder() / (node + ".output"),
                                     .folder = {},
                                     .environment = {"DISPLAY=" + screen_.display()}});
  }

  bool is_ready() { return program_->wait_for_output("ready", 20s); }
  fakes::ChildProcess& program() { return *program_; }

  /// Touches them one after the other, `seconds` apart, as one finger would.
  void tap(const std::vector<std::string>& ids, double seconds) {
    std::vector<std::pair<int, int>> places;
    for (const std::string& id : ids) {
      const kiosk::Rect& place = targets_.at(id);
      places.emplace_back(static_cast<int>(place.x + place.w / 2), static_cast<int>(place.y + place.h / 2));
    }
    tap_at(places, seconds);
  }
  void tap_at(const std::vector<std::pair<int, int>>& places, double seconds) {
    std::vector<std::string> command{"xdotool"};
    for (const auto& [x, y] : places) {
      for (const std::string& word :
           {std::string{"mousemove"}, std::to_string(x), std::to_string(y), std::string{"click"}, std::string{"1"},
            std::string{"sleep"}, fmt::format("{:.3f}", seconds)}) {
        command.push_back(word);
      }
    }
    fakes::ChildProcess finger{
        {.command = std::move(command), .output = {}, .folder = {}, .environment = {"DISPLAY=" + screen_.display()}}};
    EXPECT_EQ(finger.wait(120s), 0);
  }

 private:
  std::map<std::string, kiosk::Rect> targets_;
  fakes::VirtualScreen screen_;
  std::unique_ptr<fakes::ChildProcess> program_;
};

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

  Site site{{AgentSetting{.more = "address = \"127.0.0.1\"\n" + fmt::format("tcp_port = {}\n", port.port())}},
            1,
            kiosk_nodes};
  Kiosk scanner{site, "kiosk-ct1", "screen = \"scanner\"\ndevice = \"ct1\"\n", scanner_targets()};

 private:
  // Before `site` in time: it is asked for its port.
  static fakes::SilentListener port;
};

fakes::SilentListener Kiosks::port;

TEST_F(Kiosks, LoseNoneOfSixtyTapsAtSixASecond) {
  std::vector<std::string> taps;
  for (int i = 0; i < 30; ++i) taps.insert(taps.end(), {"in_room", "done"});
  scanner.tap(taps, 1.0 / 6);
  EXPECT_TRUE(wait_until([&] { return count("exam.stepped", "in_room") == 30; }, 10s))
      << count("exam.stepped", "in_room");
}

TEST_F(Kiosks, TakeAFaultInTwoTapsAndGiveTheRoomBackOnUndo) {
  const std::string before = state();
  const auto began = std::chrono::steady_clock::now();
  scanner.tap({"fault", "fault:cooling"}, 0.4);
  ASSERT_TRUE(wait_until([&] { return state() == "down"; }, 5s));
  EXPECT_LT(std::chrono::steady_clock::now() - began, 3s);
  scanner.tap({"undo"}, 0.1);
  EXPECT_TRUE(wait_until([&] { return state() == before; }, 5s)) << state();
  EXPECT_EQ(count("event.withdrawn"), 1u);
}

TEST_F(Kiosks, KeepTouchesWhileTheBrokerIsAway) {
  Kiosk exit{site, "kiosk-exit", "screen = \"feedback\"\narea = \"exit\"\n", feedback_targets()};
  ASSERT_TRUE(exit.is_ready()) << exit.program().output();
  site.broker().kill();
  scanner.tap({"fault", "fault:table"}, 0.4);
  exit.tap({"face:4", "reason:staff"}, 0.4);
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
  RecordProperty("seed", std::to_string(seed));
  std::mt19937 random{seed};
  std::vector<std::pair<int, int>> places;
  for (int i = 0; i < 600; ++i) {
    places.emplace_back(static_cast<int>(random() % static_cast<unsigned>(panel.width)),
                        static_cast<int>(random() % static_cast<unsigned>(panel.height)));
  }
  scanner.tap_at(places, 0.03);
  ASSERT_TRUE(scanner.program().is_running()) << "seed " << seed << ": " << scanner.program().output();
  scanner.tap({"back", "done"}, 0.3);  // whatever page it was on
  const std::size_t before = count("exam.stepped", "in_room");
  scanner.tap({"in_room"}, 0.1);
  EXPECT_TRUE(wait_until([&] { return count("exam.stepped", "in_room") == before + 1; }, 20s)) << "seed " << seed;
}

}  // namespace
}  // namespace isocenter::system_tests
