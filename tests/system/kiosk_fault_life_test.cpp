#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "shared/core/time.hpp"
#include "shared/mqtt/paho_client.hpp"
#include "shared/wire/snapshot.hpp"
#include "tests/fakes/silent_listener.hpp"
#include "tests/simulator/log_writer.hpp"
#include "tests/simulator/truth.hpp"
#include "tests/system/kiosk_program.hpp"

/// A fault from the touches at the scanner's kiosk to the statement that the vendor gets: what was touched, and when,
/// is what the log, the snapshot, the screen and the statement tell.
namespace isocenter::system_tests {
namespace {

using Json = nlohmann::json;

constexpr auto patience = 20s;
/// How far the collector's placing of a kiosk's time on its own clock may move it, on one machine.
constexpr Milliseconds placed_within{100};

/// The clock before and after a touch.
struct Touch {
  Instant from{}, to{};
  std::vector<std::string> clocks{};  ///< what the screen's own clock said meanwhile: one, or two
};

/// What a new subscriber of the device's snapshot gets.
std::optional<wire::DeviceSnapshot> retained_snapshot(const std::string& broker_url) {
  std::mutex mutex;
  std::condition_variable changed;
  std::optional<std::string> payload;
  bool is_connected = false;
  mqtt::PahoClient client{{.url = broker_url, .client_id = "reader"}};
  client.start({.will = {},
                .connected =
                    [&] {
                      const std::lock_guard lock{mutex};
                      is_connected = true;
                      changed.notify_all();
                    },
                .disconnected = {},
                .received =
                    [&](const mqtt::Message& message) {
                      const std::lock_guard lock{mutex};
                      payload = message.payload;
                      changed.notify_all();
                    },
                .subscribed = {}});
  std::unique_lock lock{mutex};
  if (changed.wait_for(lock, 10s, [&] { return is_connected; })) {
    lock.unlock();
    client.subscribe({"isocenter/1/general/collector/device/ct1"});
    lock.lock();
    changed.wait_for(lock, 10s, [&] { return payload.has_value(); });
  }
  lock.unlock();
  client.stop(0ms);
  if (!payload) return std::nullopt;
  auto snapshot = wire::parse_device_snapshot(*payload);
  return snapshot ? std::optional{std::move(*snapshot)} : std::nullopt;
}

std::string this_year() { return simulator::dicom_date(simulator::now(), "America/New_York").substr(0, 4); }

/// All day of this year, an outage counts from the call.
std::string contract() {
  std::string text = fmt::format(
      "[[contract]]\nname = \"ct\"\nvendor = \"Example Imaging\"\ndevices = [\"ct1\"]\nzone = \"America/New_York\"\n"
      "starts = {0}-01-01\nends = {0}-12-31\nperiod = \"year\"\nguaranteed_percent = 97.0\noutage_starts = "
      "\"reported\"\nresponse_hours = 4.0\nannual_price = \"36500.00\"\ncurrency = \"USD\"\n",
      this_year());
  for (const char* day : {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}) {
    text += fmt::format("covered.{} = [\"00:00-24:00\"]\n", day);
  }
  return text;
}

Instant instant(const Json& text) { return parse_rfc3339(text.get<std::string>()).value(); }

class FaultLifeAtTheKiosk : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(site.wait_until_ready()) << site.collector().output();
    ASSERT_TRUE(kiosk.is_ready()) << kiosk.program().output();
    ASSERT_TRUE(kiosk.screen().wait([&] { return kiosk.screen().text("state") == "ready"; }, patience)) << says();
  }

  std::string says() const { return kiosk.screen().says().dump(1); }
  bool is_said(const std::string& part) const {
    const Json now = kiosk.screen().says();
    const Json texts = now.value("says", Json::array());
    return std::any_of(texts.begin(), texts.end(),
                       [&](const Json& text) { return text.get<std::string>().find(part) != std::string::npos; });
  }
  bool is_said(const std::string& before, const Touch& touch) const {
    return std::any_of(touch.clocks.begin(), touch.clocks.end(),
                       [&](const std::string& clock) { return is_said(before + clock); });
  }

  /// One touch; over once the screen says what followed, `is_done`.
  Touch touch(const std::string& id, const std::function<bool()>& is_done) {
    Touch made;
    EXPECT_TRUE(kiosk.screen().wait_for_button(id, patience)) << id << ": " << says();
    made.clocks.push_back(kiosk.screen().text("clock"));
    made.from = simulator::now();
    EXPECT_TRUE(kiosk.screen().touch(id)) << id;
    EXPECT_TRUE(kiosk.screen().wait(is_done, patience)) << id << ": " << says();
    made.to = simulator::now();
    made.clocks.push_back(kiosk.screen().text("clock"));
    return made;
  }
  bool is_offered(const std::string& id) const { return kiosk.screen().has_button(id); }
  /// A step of the fault; it is no touch any more once it was said.
  Touch step(const std::string& name) {
    return touch(name + ":" + fault, [&, id = name + ":" + fault] { return !is_offered(id); });
  }

  std::vector<Json> events(const std::string& type) const {
    std::vector<Json> found;
    for (const auto& row : site.report("events")) {
      if (row.at("type") == type) found.push_back(row);
    }
    return found;
  }
  /// The only event of that type, and that it was made during the touch.
  void expect_once(const std::string& type, const Touch& made) const {
    const auto found = events(type);
    ASSERT_EQ(found.size(), 1u) << type;
    expect_made(found.front(), made);
  }
  void expect_made(const Json& event, const Touch& made) const {
    SCOPED_TRACE(event.dump());
    EXPECT_EQ(event.at("node"), "kiosk-ct1");
    EXPECT_EQ(event.at("device"), "ct1");
    for (const Json& time : {event.at("t"), event.at("data").at("at")}) {
      EXPECT_GE(instant(time), made.from);
      EXPECT_LE(instant(time), made.to);
    }
    EXPECT_EQ(event.at("data").at("fault"), fault);
  }

  using Fault = wire::DeviceSnapshot::Fault;
  /// Waits for a snapshot whose only open fault is so.
  bool is_told(const std::function<bool(const Fault&)>& is_so) {
    return wait_until(
        [&] {
          snapshot = retained_snapshot(site.broker().url());
          return snapshot && snapshot->faults.size() == 1 && snapshot->faults.front().fault == fault &&
                 is_so(snapshot->faults.front());
        },
        patience);
  }
  std::string told() const { return snapshot ? wire::format_device_snapshot(*snapshot) : "no snapshot"; }

  /// Reports that the table is broken, and takes its name from the log.
  Touch report_fault() {
    touch("fault", [&] { return is_offered("fault:table"); });
    const Touch made = touch("fault:table", [&] { return is_offered("done"); });
    touch("done", [&] { return kiosk.screen().text("page") == "home"; });
    EXPECT_TRUE(wait_until([&] { return events("fault.reported").size() == 1; }, patience));
    fault = events("fault.reported").at(0).at("data").at("fault");
    EXPECT_TRUE(kiosk.screen().wait([&] { return is_said("Fault: table"); }, patience)) << says();
    return made;
  }

  /// The statement's only line that is down.
  Json outage() const {
    const Json statement = site.report(
        "statement", {"--contract", "ct", "--device", "ct1", "--period", fmt::format("{}-01-01", this_year())});
    std::vector<Json> found;
    for (const Json& line : statement.at("lines")) {
      if (line.at("part") == "down") found.push_back(line);
    }
    EXPECT_EQ(found.size(), 1u) << statement.dump(1);
    return found.empty() ? Json::object() : found.front();
  }

  fakes::SilentListener port;  ///< the scanner's own, which its agent asks whether it is there
  Site site{{AgentSetting{.more = "address = \"127.0.0.1\"\n" + fmt::format("tcp_port = {}\n", port.port())}},
            1,
            "[[node]]\nname = \"kiosk-ct1\"\nmay = [\"declare\"]\ndevices = [\"ct1\"]\n",
            contract()};
  KioskProgram kiosk{site, "kiosk-ct1", "screen = \"scanner\"\ndevice = \"ct1\"\n"};
  std::string fault;
  std::optional<wire::DeviceSnapshot> snapshot;
};

/// Within the touch, but for what placing it on the collector's clock moves it.
void expect_within(Instant time, const Touch& made) {
  EXPECT_GE(time, made.from - placed_within);
  EXPECT_LE(time, made.to + placed_within);
}

void expect_length(Milliseconds length, const Touch& from, const Touch& to) {
  EXPECT_GE(length, to.from - from.to - placed_within);
  EXPECT_LE(length, to.to - from.from + placed_within);
}

TEST_F(FaultLifeAtTheKiosk, IsWhatTheStatementTells) {
  const Touch reported = report_fault();
  ASSERT_TRUE(is_told([](const Fault& open) { return !open.called && !open.acknowledged && !open.on_site; })) << told();
  EXPECT_EQ(snapshot->state, EquipmentState::down);

  const Touch called = step("called");
  ASSERT_TRUE(is_told([](const Fault& open) { return open.called && !open.acknowledged; })) << told();
  expect_within(*snapshot->faults.front().called, called);
  EXPECT_TRUE(is_said("vendor called at ", called)) << says();

  const Touch acknowledged = step("acknowledged");
  ASSERT_TRUE(is_told([](const Fault& open) { return open.acknowledged && !open.on_site; })) << told();
  expect_within(*snapshot->faults.front().acknowledged, acknowledged);
  EXPECT_TRUE(is_said("someone took it at ", acknowledged)) << says();

  // At the wrong room: taken back at once.
  const Touch taken_back = step("on_site");
  touch("undo", [&] { return is_offered("on_site:" + fault); });
  ASSERT_TRUE(wait_until([&] { return events("event.withdrawn").size() == 1; }, patience));
  ASSERT_TRUE(is_told([](const Fault& open) { return open.called && open.acknowledged && !open.on_site; })) << told();
  EXPECT_TRUE(is_said("someone took it at ", acknowledged)) << says();

  site.broker().kill();
  ASSERT_TRUE(kiosk.screen().wait([&] { return !kiosk.screen().text("kept").empty(); }, patience)) << says();
  const Touch on_site = step("on_site");
  EXPECT_TRUE(is_said("engineer on site since ", on_site)) << says();
  EXPECT_TRUE(is_said("It is kept, and sent once the server answers.")) << says();
  const Instant back = simulator::now();
  site.broker().start();
  ASSERT_TRUE(wait_until([&] { return events("fault.on_site").size() == 2; }, 60s)) << kiosk.program().output();
  ASSERT_TRUE(is_told([](const Fault& open) { return open.on_site.has_value(); })) << told();
  expect_within(*snapshot->faults.front().on_site, on_site);
  EXPECT_TRUE(is_said("engineer on site since ", on_site)) << says();

  const Touch repaired = step("repaired");
  ASSERT_TRUE(wait_until(
      [&] {
        snapshot = retained_snapshot(site.broker().url());
        return snapshot && snapshot->faults.empty() && snapshot->state == EquipmentState::ready;
      },
      patience))
      << told();
  ASSERT_TRUE(kiosk.screen().wait([&] { return !is_said("Fault: table"); }, patience)) << says();
  const Touch released = touch("ready", [&] { return events("fault.released").size() == 1; });
  ASSERT_TRUE(wait_until([&] { return events("device.declared").size() == 1; }, patience));
  ASSERT_TRUE(site.wait_until_drained());

  expect_once("fault.reported", reported);
  expect_once("fault.called", called);
  expect_once("fault.acknowledged", acknowledged);
  expect_once("fault.repaired", repaired);
  expect_once("fault.released", released);
  EXPECT_EQ(events("event.withdrawn").size(), 1u);
  const auto arrivals = events("fault.on_site");
  ASSERT_EQ(arrivals.size(), 2u);
  expect_made(arrivals[0], taken_back);
  expect_made(arrivals[1], on_site);
  EXPECT_GE(instant(arrivals[1].at("received")), back) << "it was not on its way when it was made";

  const Json line = outage();
  SCOPED_TRACE(line.dump(1));
  EXPECT_EQ(line.at("fault"), fault);
  EXPECT_EQ(line.at("rule"), "before_call");
  expect_within(instant(line.at("from")), reported);
  expect_within(instant(line.at("to")), repaired);
  const Json& response = line.at("response");
  expect_within(instant(response.at("called")), called);
  expect_within(instant(response.at("on_site")), on_site);
  expect_length(Milliseconds{response.at("covered_ms").get<std::int64_t>()}, called, on_site);
  EXPECT_EQ(response.at("kept"), true);
  expect_length(Milliseconds{line.at("repair_ms").get<std::int64_t>()}, reported, repaired);
  expect_length(Milliseconds{line.at("counted_ms").get<std::int64_t>()}, called, repaired);
}

}  // namespace
}  // namespace isocenter::system_tests
