#include "tests/system/relay.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

namespace isocenter::system_tests {
namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// Moves what is there from one end to the other; false where the connection is over.
bool pass_on(int from, int to) {
  std::array<char, 65536> bytes{};
  const ssize_t got = ::recv(from, bytes.data(), bytes.size(), 0);
  if (got <= 0) return false;
  for (ssize_t sent = 0; sent < got;) {
    const ssize_t more = ::send(to, bytes.data() + sent, static_cast<std::size_t>(got - sent), MSG_NOSIGNAL);
    if (more <= 0) return false;
    sent += more;
  }
  return true;
}

}  // namespace

struct Relay::State {
  int target = 0;
  int listener = -1;
  int port = 0;
  std::atomic<bool> is_cut = false;
  std::vector<std::pair<int, int>> pairs;
  std::jthread thread;

  void take_one() {
    const int inner = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    const int outer = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(target);
    if (inner >= 0 && ::connect(outer, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
      pairs.emplace_back(inner, outer);
      return;
    }
    ::close(inner);
    ::close(outer);
  }

  void turn() {
    std::vector<pollfd> waited{{listener, POLLIN, 0}};
    for (const auto& [inner, outer] : pairs) {
      waited.push_back({inner, POLLIN, 0});
      waited.push_back({outer, POLLIN, 0});
    }
    if (::poll(waited.data(), waited.size(), 50) <= 0) return;
    for (std::size_t i = pairs.size(); i-- > 0;) {
      const auto [inner, outer] = pairs[i];
      const bool goes_on = (waited[1 + 2 * i].revents == 0 || pass_on(inner, outer)) &&
                           (waited[2 + 2 * i].revents == 0 || pass_on(outer, inner));
      if (goes_on) continue;
      ::close(inner);
      ::close(outer);
      pairs.erase(pairs.begin() + static_cast<std::ptrdiff_t>(i));
    }
    if (waited[0].revents != 0) take_one();
  }

  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      if (is_cut) {
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
      } else {
        turn();
      }
    }
    for (const auto& [inner, outer] : pairs) {
      ::close(inner);
      ::close(outer);
    }
    ::close(listener);
  }
};

Relay::Relay(int target_port) : state_{std::make_unique<State>()} {
  state_->target = target_port;
  state_->listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t length = sizeof address;
  if (::bind(state_->listener, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
      ::getsockname(state_->listener, reinterpret_cast<sockaddr*>(&address), &length) != 0 ||
      ::listen(state_->listener, 16) != 0) {
    throw std::system_error{errno, std::generic_category(), "relay"};
  }
  state_->port = ntohs(address.sin_port);
  state_->thread = std::jthread{[state = state_.get()](const std::stop_token& stop) { state->run(stop); }};
}

Relay::~Relay() = default;

int Relay::port() const { return state_->port; }
std::string Relay::url() const { return fmt::format("mqtt://127.0.0.1:{}", state_->port); }
void Relay::cut() { state_->is_cut = true; }
void Relay::mend() { state_->is_cut = false; }

}  // namespace isocenter::system_tests
