#include "agent/probe/tcp_probe.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/agent/support/kept_sightings.hpp"

namespace isocenter::agent {
namespace {

/// A socket of the loopback with a port the kernel chose.
class LocalSocket {
 public:
  LocalSocket() : number_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(number_, reinterpret_cast<sockaddr*>(&address_), sizeof address_), 0);
    socklen_t length = sizeof address_;
    ::getsockname(number_, reinterpret_cast<sockaddr*>(&address_), &length);
  }
  ~LocalSocket() { ::close(number_); }
  LocalSocket(const LocalSocket&) = delete;
  LocalSocket& operator=(const LocalSocket&) = delete;

  void listen(int backlog) const { ASSERT_EQ(::listen(number_, backlog), 0); }
  const sockaddr* address() const { return reinterpret_cast<const sockaddr*>(&address_); }
  std::uint16_t port() const { return ntohs(address_.sin_port); }
  /// Connections nobody accepts, until the kernel drops further ones.
  std::vector<int> fill() const {
    std::vector<int> waiting;
    for (int i = 0; i < 4; ++i) {
      waiting.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
      if (::connect(waiting.back(), reinterpret_cast<const sockaddr*>(&address_), sizeof address_) != 0) {
        EXPECT_EQ(errno, EINPROGRESS);
      }
    }
    return waiting;
  }

 private:
  int number_;
  sockaddr_in address_{};
};

constexpr std::chrono::milliseconds patience{2'000};

TEST(ReachTcp, ReachesWhatListens) {
  LocalSocket socket;
  socket.listen(5);
  EXPECT_EQ(reach_tcp("127.0.0.1", socket.port(), patience), (Reached{true, "ok"}));
}

TEST(ReachTcp, SaysThatAPortIsRefused) {
  const LocalSocket bound_only;
  EXPECT_EQ(reach_tcp("127.0.0.1", bound_only.port(), patience), (Reached{false, "refused"}));
}

TEST(ReachTcp, GivesUpAfterItsPatience) {
  LocalSocket socket;
  socket.listen(0);
  const std::vector<int> waiting = socket.fill();
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(reach_tcp("127.0.0.1", socket.port(), std::chrono::milliseconds{100}), (Reached{false, "no_answer"}));
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{2});
  for (const int number : waiting) ::close(number);
}

TEST(ReachTcp, ASilentAddressLeavesTimeForTheNext) {
  LocalSocket silent, listening;
  silent.listen(0);
  listening.listen(5);
  const std::vector<int> waiting = silent.fill();
  const auto entry = [](const LocalSocket& socket, addrinfo* next) {
    return addrinfo{.ai_family = AF_INET,
                    .ai_addrlen = sizeof(sockaddr_in),
                    .ai_addr = const_cast<sockaddr*>(socket.address()),
                    .ai_next = next};
  };
  addrinfo second = entry(listening, nullptr);
  const addrinfo first = entry(silent, &second);
  EXPECT_EQ(reach_tcp(first, std::chrono::milliseconds{400}), (Reached{true, "ok"}));
  for (const int number : waiting) ::close(number);
}

TEST(ReachTcp, SaysThatAHostIsUnknown) {
  EXPECT_EQ(reach_tcp("two..dots", 11112, patience), (Reached{false, "unknown_host"}));
}

TEST(TcpProbe, HandsInWhatItSaw) {
  LocalSocket socket;
  socket.listen(5);
  TcpProbe probe{{.device = *DeviceName::parse("us1"), .host = "localhost", .port = socket.port()}};
  KeptSightings kept;
  const Instant now = from_unix_ms(1'795'000'000'000);
  probe.look(kept, now);
  ASSERT_EQ(kept.all().size(), 1U);
  const Sighting seen = kept.all().front();
  EXPECT_EQ(seen.device, DeviceName::parse("us1").value());
  EXPECT_EQ(seen.source, "tcp");
  EXPECT_EQ(std::get<Reached>(seen.seen), (Reached{true, "ok"}));
  EXPECT_GE(seen.t, now);
  EXPECT_LT(seen.t, now + patience);
}

}  // namespace
}  // namespace isocenter::agent
