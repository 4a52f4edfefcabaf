#include "tests/fakes/cable.hpp"

#include <gtest/gtest.h>

#include <array>
#include <thread>

#include "shared/core/descriptor.hpp"
#include "tests/fakes/raw_peer.hpp"

namespace isocenter::fakes {
namespace {

using namespace std::chrono_literals;

/// Says back what it hears, to one peer after the other; ends when `listener` is shut down.
class EchoServer {
 public:
  EchoServer() : listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* const name = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_.get(), name, length) != 0 || ::listen(listener_.get(), 8) != 0 ||
        ::getsockname(listener_.get(), name, &length) != 0) {
      throw std::system_error{errno, std::generic_category(), "cannot listen on loopback"};
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread{[this] { serve(); }};
  }
  ~EchoServer() { ::shutdown(listener_.get(), SHUT_RDWR); }

  int port() const { return port_; }

 private:
  void serve() {
    for (;;) {
      const Descriptor peer{::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
      if (peer.get() < 0) return;
      std::array<char, 4096> bytes{};
      for (ssize_t got = 0; (got = ::recv(peer.get(), bytes.data(), bytes.size(), 0)) > 0;) {
        ::send(peer.get(), bytes.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL);
      }
    }
  }

  Descriptor listener_;
  int port_ = 0;
  std::jthread thread_;
};

class CableTest : public testing::Test {
 protected:
  RawPeer plug_in() { return RawPeer{static_cast<std::uint16_t>(cable_.port())}; }

  EchoServer server_;
  Cable cable_{server_.port()};
};

TEST_F(CableTest, PassesAllOn) {
  RawPeer peer = plug_in();
  ASSERT_TRUE(peer.send("hello"));
  EXPECT_EQ(peer.receive_until("hello"), "hello");
}

TEST_F(CableTest, ClosesAllWhenItIsCutAndWorksOnceMended) {
  RawPeer before = plug_in();
  ASSERT_TRUE(before.send("hello"));
  ASSERT_EQ(before.receive_until("hello"), "hello");
  cable_.cut();
  EXPECT_TRUE(before.is_closed_within(10s));
  EXPECT_TRUE(plug_in().is_closed_within(10s));
  cable_.mend();
  RawPeer after = plug_in();
  ASSERT_TRUE(after.send("again"));
  EXPECT_EQ(after.receive_until("again"), "again");
}

TEST_F(CableTest, SwallowsWithoutAWordAndClosesWhatMissesSomething) {
  RawPeer before = plug_in();
  ASSERT_TRUE(before.send("hello"));
  ASSERT_EQ(before.receive_until("hello"), "hello");
  cable_.swallow();
  RawPeer meanwhile = plug_in();
  for (RawPeer* peer : {&before, &meanwhile}) {
    EXPECT_TRUE(peer->send("lost"));
    EXPECT_EQ(peer->receive(200ms), "");
    EXPECT_FALSE(peer->is_closed());
  }
  cable_.mend();
  EXPECT_TRUE(before.is_closed_within(10s));
  EXPECT_TRUE(meanwhile.is_closed_within(10s));
  RawPeer after = plug_in();
  ASSERT_TRUE(after.send("again"));
  EXPECT_EQ(after.receive_until("again"), "again");
}

}  // namespace
}  // namespace isocenter::fakes
