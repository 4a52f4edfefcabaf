#include <gtest/gtest.h>

#include <atomic>

#include "tests/collector/web/integration/asking.hpp"

/// The stream of what changes, as a browser hears it.
namespace isocenter::web {
namespace {

using fakes::RawPeer;
using std::chrono::milliseconds;
using std::chrono::seconds;

const DeviceName ct1 = DeviceName::parse("ct1").value(), mr1 = DeviceName::parse("mr1").value();

class Live : public testing::Test {
 protected:
  Live()
      : running{limits(), [this](Options& options) {
                  changes = options.changes;
                  options.clock = [this] { return access::Time{seconds{turned_s}}; };
                }} {}

  static Limits limits() {
    Limits limits;
    limits.streams = 4;
    limits.idle_time = milliseconds{300};
    limits.header_time = milliseconds{300};
    return limits;
  }
  /// Connected and told that it is heard.
  RawPeer listen(const std::string& line) {
    RawPeer peer{running.port()};
    peer.send("GET /api/v1/live HTTP/1.1\r\nHost: x\r\n" + line + "\r\n\r\n");
    heard = peer.receive_until(": listening\n\n");
    return peer;
  }

  std::atomic<std::int64_t> turned_s = 1'000'000;
  std::shared_ptr<Changes> changes;
  RunningServer running;
  std::string heard;
};

TEST_F(Live, TellsWhatChangedOnceASecond) {
  RawPeer peer = listen(running.authorization());
  EXPECT_EQ(heard.find("HTTP/1.1 200 OK\r\n"), 0u) << heard;
  EXPECT_NE(heard.find("Content-Type: text/event-stream\r\n"), std::string::npos) << heard;
  EXPECT_NE(heard.find("Cache-Control: no-store\r\n"), std::string::npos) << heard;
  EXPECT_NE(heard.find("Content-Security-Policy: "), std::string::npos) << heard;
  changes->note(std::vector{ct1}, false);
  const std::string first = peer.receive_until("}\n\n");
  EXPECT_EQ(first.find("event: changed\ndata: {\"as_of\":\"20"), 0u) << first;
  EXPECT_NE(first.find("\"devices\":[\"ct1\"],\"desk\":false}\n\n"), std::string::npos) << first;
  const auto begun = std::chrono::steady_clock::now();
  for (int i = 0; i < 1000; ++i) changes->note(std::vector{mr1, ct1}, i == 500);
  const std::string second = peer.receive_until("}\n\n");
  EXPECT_NE(second.find("\"devices\":[\"ct1\",\"mr1\"],\"desk\":true}"), std::string::npos) << second;
  EXPECT_GE(std::chrono::steady_clock::now() - begun, milliseconds{600}) << "no sooner than a second after the last";
  EXPECT_EQ(peer.receive(milliseconds{600}), "") << "a thousand changes are one message";
  EXPECT_FALSE(peer.is_closed()) << "and a silent listener is no slow peer";
}

TEST_F(Live, EndsWithItsSession) {
  const BrowserSession session = sign_in(running, Role::biomed);
  RawPeer peer = listen(session.cookie);
  ask(running, "DELETE", "/api/v1/session", session.lines());
  EXPECT_TRUE(peer.is_closed_within(seconds{20}));
}

TEST_F(Live, DoesNotKeepItsSessionAlive) {
  const BrowserSession session = sign_in(running, Role::biomed);
  RawPeer peer = listen(session.cookie);
  turned_s += 15 * 60;
  EXPECT_TRUE(peer.is_closed_within(seconds{20}));
}

TEST_F(Live, EndsWithItsToken) {
  const BrowserSession session = sign_in(running, Role::administrator);
  const Asked made = ask(running, "POST", "/api/v1/tokens", session.lines(), R"({"user":"biomed","name":"wall"})");
  RawPeer peer = listen("Authorization: Bearer " + made.text("token"));
  const std::string id = made.body.substr(6, made.body.find(',') - 6);
  EXPECT_EQ(ask(running, "DELETE", "/api/v1/tokens?id=" + id, session.lines()).status, 200);
  EXPECT_TRUE(peer.is_closed_within(seconds{20}));
}

TEST_F(Live, HasALimitAndGivesBackThePlacesOfThoseWhoLeft) {
  {
    std::vector<RawPeer> peers;
    for (int i = 0; i < 4; ++i) peers.push_back(listen(running.authorization()));
    const Asked fifth = ask(running, "GET", "/api/v1/live", {running.authorization()});
    EXPECT_EQ(fifth.status, 503);
    EXPECT_EQ(ask(running, "GET", "/api/v1/status", {running.authorization()}).status, 200) << "it takes no worker";
  }
  EXPECT_TRUE(RunningServer::eventually(
      [&] { return ask(running, "GET", "/api/v1/live", {running.authorization()}).status == 200; }));
}

TEST_F(Live, EndsWhenTheServerStops) {
  RawPeer peer = listen(running.authorization());
  running.server().stop();
  EXPECT_TRUE(peer.is_closed_within(seconds{20}));
}

}  // namespace
}  // namespace isocenter::web
