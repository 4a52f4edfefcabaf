#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>

#include "tests/fakes/silent_listener.hpp"
#include "tests/simulator/log_writer.hpp"
#include "tests/simulator/mpps_client.hpp"
#include "tests/simulator/truth.hpp"
#include "tests/system/kiosk_program.hpp"

/// The board while the broker, the collector or an agent is away: what it says then, and how soon it is back. Read from
/// its text twin; the dashes while the broker is away are looked for on the screen itself.
namespace isocenter::system_tests {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;

constexpr int heartbeat_s = 2;
constexpr std::chrono::seconds heartbeat{heartbeat_s};
constexpr auto patience = 20s;

long ms_since(Clock::time_point then) {
  return static_cast<long>(std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - then).count());
}

/// An exam at the scanner "CT1" as its console tells it.
class Exam {
 public:
  explicit Exam(int port, int number) : destination_{.port = port, .called_ae = "ISOCENTER", .calling_ae = "CT1"} {
    const Instant started = simulator::now();
    step_ = {.sop_instance_uid = fmt::format("2.25.77{:06}", number),
             .study_instance_uid = fmt::format("2.25.78{:06}", number),
             .accession_numbers = {fmt::format("A{}", number)},
             .patient_name = "DOE^JANE",
             .patient_id = "1",
             .birth_date = "19500101",
             .station_ae = "CT1",
             .station_name = "CT1",
             .modality = "CT",
             .step_id = "S1",
             .description = "CT CHEST",
             .start_date = simulator::dicom_date(started, "America/New_York"),
             .start_time = simulator::dicom_time(started, "America/New_York")};
  }
  bool begin() const { return send_create(destination_, step_) == 0u; }
  bool end() const {
    const Instant now = simulator::now();
    return send_set(destination_, step_,
                    {.completed = true,
                     .discontinuation_code = "",
                     .discontinuation_meaning = "",
                     .end_date = simulator::dicom_date(now, "America/New_York"),
                     .end_time = simulator::dicom_time(now, "America/New_York"),
                     .series_instance_uid = step_.sop_instance_uid + ".1",
                     .images = 1}) == 0u;
  }

 private:
  simulator::MppsDestination destination_;
  simulator::PerformedStep step_;
};

class AwayOnTheBoard : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(site.wait_until_ready()) << site.collector().output();
    ASSERT_TRUE(board.is_ready()) << board.program().output();
    // Together: until the collector is heard the board goes by the agent's word alone.
    ASSERT_TRUE(
        board.screen().wait([&] { return not_confirmed().empty() && ct1().value("state", "") == "ready"; }, patience))
        << says();
  }

  Json ct1() const { return board.screen().room("ct1"); }
  std::string says() const { return board.screen().says().dump(1); }
  std::string not_confirmed() const { return board.screen().text("not_confirmed"); }

  bool sees(const std::string& state) const {
    return board.screen().wait([&] { return ct1().value("state", "") == state; }, patience);
  }
  bool is_confirmed_within(std::chrono::milliseconds longest) const {
    return board.screen().wait([&] { return !ct1().empty() && not_confirmed().empty(); }, longest);
  }
  /// How often a program said that it is connected to the broker.
  static std::size_t connections(const fakes::ChildProcess& program) {
    std::size_t found = 0;
    const std::string output = program.output();
    for (std::size_t at = 0; (at = output.find(": connected", at)) != std::string::npos; ++at) ++found;
    return found;
  }

  Exam exam(int number) const { return Exam{site.mpps_port("agent-ct1"), number}; }

  fakes::SilentListener port;  ///< the scanner's own, which its agent asks whether it is there
  Site site{{AgentSetting{.more = "address = \"127.0.0.1\"\n" + fmt::format("tcp_port = {}\n", port.port())}},
            heartbeat_s,
            "[[node]]\nname = \"kiosk-ct1\"\nmay = [\"declare\"]\ndevices = [\"ct1\"]\n"};
  KioskProgram board{site, "kiosk-board", "screen = \"board\"\n", heartbeat_s};
};

// Runs of one colour down the stripe's column or along a row.
std::vector<int> runs(int length, const std::function<bool(int)>& is_coloured) {
  std::vector<int> found;
  bool inside = false;
  for (int i = 0; i < length; ++i) {
    if (!is_coloured(i)) {
      inside = false;
    } else if (std::exchange(inside, true)) {
      ++found.back();
    } else {
      found.push_back(1);
    }
  }
  return found;
}

/// The tile's left edge: how the blue of "in use" runs down the middle of its 8 pixels (the only tile begins at x 32).
std::vector<int> blue_down_the_stripe(const fakes::ScreenPicture& picture) {
  constexpr fakes::ScreenPicture::Colour in_use{0x22, 0x82, 0xff};
  return runs(picture.height(), [&](int y) { return picture.at(36, y) == in_use; });
}

/// Dashes of ink along the upper edge of the "Not confirmed" pill, right of the middle.
std::size_t dashes_of_pill(const fakes::ScreenPicture& picture) {
  constexpr fakes::ScreenPicture::Colour ink{0xf4, 0xf6, 0xf9};
  const auto found = runs(picture.width() / 2, [&](int x) { return picture.at(picture.width() / 2 + x, 27) == ink; });
  return static_cast<std::size_t>(
      std::count_if(found.begin(), found.end(), [](int run) { return run >= 7 && run <= 9; }));
}

TEST_F(AwayOnTheBoard, BrokerKilled) {
  ASSERT_TRUE(exam(1).begin());
  ASSERT_TRUE(sees("in_use")) << says();
  EXPECT_EQ(ct1().value("figure", "").find("since"), std::string::npos) << says();
  ASSERT_TRUE(wait_until([&] { return blue_down_the_stripe(board.picture()).size() == 1; }, patience));
  EXPECT_GT(blue_down_the_stripe(board.picture()).front(), 100);
  EXPECT_EQ(dashes_of_pill(board.picture()), 0u);

  const auto killed = Clock::now();
  site.broker().kill();
  const auto is_stale = [&] { return not_confirmed().starts_with("Not confirmed since "); };
  EXPECT_TRUE(board.screen().wait(is_stale, 3 * heartbeat)) << says();
  std::printf("broker killed: \"%s\" after %ld ms\n", not_confirmed().c_str(), ms_since(killed));
  const Json room = ct1();
  EXPECT_EQ(room.value("state", ""), "in_use") << says();
  EXPECT_TRUE(room.value("figure", "").starts_with("since ")) << says();
  EXPECT_FALSE(room.value("confirmed", true)) << says();
  const auto is_dashed = [&] {
    const auto dashes = blue_down_the_stripe(board.picture());
    return dashes.size() >= 5 && std::all_of(dashes.begin(), dashes.end(), [](int run) { return run <= 16; });
  };
  EXPECT_TRUE(wait_until(is_dashed, patience));
  EXPECT_TRUE(wait_until([&] { return dashes_of_pill(board.picture()) > 10; }, patience));

  const std::size_t board_before = connections(board.program()), collector_before = connections(site.collector());
  const auto started = Clock::now();
  site.broker().start();
  ASSERT_TRUE(wait_until(
      [&] { return connections(board.program()) > board_before && connections(site.collector()) > collector_before; },
      60s));
  const long connected_ms = ms_since(started);
  const auto connected = Clock::now();
  EXPECT_TRUE(is_confirmed_within(heartbeat)) << says();
  std::printf("broker back: connected after %ld ms, confirmed %ld ms later\n", connected_ms, ms_since(connected));
  EXPECT_TRUE(board.screen().wait([&] { return ct1().value("state", "") == "in_use"; }, heartbeat)) << says();
  EXPECT_EQ(ct1().value("figure", "since").find("since"), std::string::npos) << says();
}

TEST_F(AwayOnTheBoard, BrokerFrozen) {
  const auto frozen = Clock::now();
  site.broker().signal(SIGSTOP);
  const auto is_said = [&] { return not_confirmed().starts_with("Not confirmed"); };
  // Three heartbeats, one for the one that had just come, and a second for the way (docs/kiosk.md).
  EXPECT_TRUE(board.screen().wait(is_said, 4 * heartbeat + 2s)) << says();
  std::printf("broker frozen: \"%s\" after %ld ms\n", not_confirmed().c_str(), ms_since(frozen));
  const auto freed = Clock::now();
  site.broker().signal(SIGCONT);
  EXPECT_TRUE(is_confirmed_within(2 * heartbeat)) << says();
  std::printf("broker goes on: confirmed after %ld ms\n", ms_since(freed));
}

TEST_F(AwayOnTheBoard, CollectorKilled) {
  const auto killed = Clock::now();
  site.collector().kill();
  const auto is_said = [&] { return not_confirmed() == "Not confirmed"; };
  EXPECT_TRUE(board.screen().wait(is_said, 3 * heartbeat)) << says();
  std::printf("collector killed: \"%s\" after %ld ms\n", not_confirmed().c_str(), ms_since(killed));
  EXPECT_EQ(ct1().value("state", ""), "ready") << says();
  EXPECT_FALSE(ct1().value("confirmed", true)) << says();

  // The room lives on by its agent's word.
  const Exam seen = exam(2);
  ASSERT_TRUE(seen.begin());
  ASSERT_TRUE(sees("in_use")) << says();
  EXPECT_EQ(ct1().value("figure", "since").find("since"), std::string::npos) << "its clock runs: " << says();
  ASSERT_TRUE(seen.end());
  ASSERT_TRUE(sees("ready")) << says();
  EXPECT_EQ(not_confirmed(), "Not confirmed");
  ASSERT_TRUE(exam(3).begin());
  ASSERT_TRUE(sees("in_use")) << says();

  const std::size_t before = connections(site.collector());
  site.start_collector();
  ASSERT_TRUE(wait_until([&] { return connections(site.collector()) > before; }, patience))
      << site.collector().output();
  const auto connected = Clock::now();
  EXPECT_TRUE(is_confirmed_within(heartbeat)) << says();
  std::printf("collector back: confirmed %ld ms after it connected\n", ms_since(connected));
  ASSERT_TRUE(sees("in_use")) << says();
}

TEST_F(AwayOnTheBoard, AgentKilled) {
  const auto killed = Clock::now();
  site.agent("agent-ct1").kill();
  EXPECT_TRUE(board.screen().wait([&] { return ct1().value("state", "") == "unknown"; }, 3 * heartbeat)) << says();
  std::printf("agent killed: \"%s\" after %ld ms\n", ct1().value("word", "").c_str(), ms_since(killed));
  EXPECT_TRUE(ct1().value("word", "").starts_with("Not observed")) << says();
  EXPECT_TRUE(ct1().value("note", "").starts_with("last seen ready at ")) << says();
  EXPECT_EQ(not_confirmed(), "") << "the collector is there";
  ASSERT_TRUE(board.screen().wait([&] { return !board.screen().says().at("alerts").empty(); }, patience)) << says();

  const std::size_t before = connections(site.agent("agent-ct1"));
  site.start_agent("agent-ct1");
  ASSERT_TRUE(wait_until([&] { return connections(site.agent("agent-ct1")) > before; }, patience));
  const auto connected = Clock::now();
  EXPECT_TRUE(board.screen().wait([&] { return ct1().value("state", "") == "ready"; }, patience)) << says();
  std::printf("agent back: \"%s\" %ld ms after it connected\n", ct1().value("word", "").c_str(), ms_since(connected));
}

TEST_F(AwayOnTheBoard, CollectorAwayAndTouchesArriveOnce) {
  KioskProgram scanner{site, "kiosk-ct1", "screen = \"scanner\"\ndevice = \"ct1\"\n", heartbeat_s};
  ASSERT_TRUE(scanner.is_ready()) << scanner.program().output();
  ASSERT_TRUE(scanner.screen().wait([&] { return scanner.screen().text("state") == "ready"; }, patience));
  site.collector().kill();
  ASSERT_TRUE(scanner.screen().wait([&] { return !scanner.screen().text("kept").empty(); }, patience))
      << scanner.screen().says();
  for (const std::string id : {"fault", "fault:image", "done"}) {
    ASSERT_TRUE(scanner.screen().wait_for_button(id)) << id;
    ASSERT_TRUE(scanner.screen().touch(id));
  }
  site.start_collector();
  ASSERT_TRUE(sees("limited")) << says();
  ASSERT_TRUE(site.wait_until_drained());
  std::size_t faults = 0;
  for (const auto& row : site.report("events")) faults += row.at("type") == "fault.reported" ? 1 : 0;
  EXPECT_EQ(faults, 1u);
}

}  // namespace
}  // namespace isocenter::system_tests
