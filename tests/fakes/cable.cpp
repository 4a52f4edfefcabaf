#include "tests/fakes/cable.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

#include "shared/core/descriptor.hpp"

namespace isocenter::fakes {
namespace {

enum class Condition { whole, cut, swallowing };

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

[[noreturn]] void fail() { throw std::system_error{errno, std::generic_category(), "a cable's port"}; }

Descriptor open_socket() { return Descriptor{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}; }

/// Moves what is there on to `to`, or nowhere where that is -1; false where the connection is over.
bool pass_on(int from, int to) {
  std::array<char, 65536> bytes{};
  const ssize_t got = ::recv(from, bytes.data(), bytes.size(), 0);
  if (got <= 0) return false;
  for (ssize_t sent = 0; to >= 0 && sent < got;) {
    const ssize_t more = ::send(to, bytes.data() + sent, static_cast<std::size_t>(got - sent), MSG_NOSIGNAL);
    if (more <= 0) return false;
    sent += more;
  }
  return true;
}

struct Connection {
  Descriptor client;
  Descriptor server;  ///< none where the cable was swallowing when the client came
};

}  // namespace

struct Cable::State {
  explicit State(int target_port) : target{target_port} {}

  int target;
  int port = 0;
  Descriptor listener;
  Descriptor changed;  ///< eventfd: `condition` did, or the end has come
  std::atomic<Condition> condition = Condition::whole;
  Condition seen = Condition::whole;
  std::vector<Connection> connections;
  std::jthread thread;

  void listen_on(int wanted) {
    listener = open_socket();
    changed = Descriptor{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    const int yes = 1;
    sockaddr_in address = loopback(wanted);
    socklen_t length = sizeof address;
    ::setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (listener.get() < 0 || changed.get() < 0) fail();
    if (::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), length) != 0) fail();
    if (::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &length) != 0) fail();
    if (::listen(listener.get(), 16) != 0) fail();
    port = ntohs(address.sin_port);
  }

  void wake() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t told = ::write(changed.get(), &one, sizeof one);
  }

  void take_one() {
    Connection connection{Descriptor{::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC)}, {}};
    if (connection.client.get() < 0 || seen == Condition::cut) return;
    if (seen == Condition::whole) {
      connection.server = open_socket();
      const sockaddr_in address = loopback(target);
      if (::connect(connection.server.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return;
    }
    connections.push_back(std::move(connection));
  }

  bool passes(const Connection& connection, bool client_ready, bool server_ready) const {
    const bool swallows = seen == Condition::swallowing;
    if (client_ready && !pass_on(connection.client.get(), swallows ? -1 : connection.server.get())) return false;
    return !server_ready || pass_on(connection.server.get(), swallows ? -1 : connection.client.get());
  }

  void heed_change() {
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t got = ::read(changed.get(), &count, sizeof count);
    const Condition now = condition;
    if (now == seen) return;
    if (now != Condition::swallowing) connections.clear();
    seen = now;
  }

  void turn() {
    std::vector<pollfd> waited{{changed.get(), POLLIN, 0}, {listener.get(), POLLIN, 0}};
    for (const Connection& each : connections) {
      waited.push_back({each.client.get(), POLLIN, 0});
      waited.push_back({each.server.get(), POLLIN, 0});
    }
    if (::poll(waited.data(), waited.size(), -1) <= 0) return;
    if (waited[0].revents != 0) return heed_change();
    for (std::size_t i = connections.size(); i-- > 0;) {
      if (passes(connections[i], waited[2 + 2 * i].revents != 0, waited[3 + 2 * i].revents != 0)) continue;
      connections.erase(connections.begin() + static_cast<std::ptrdiff_t>(i));
    }
    if (waited[1].revents != 0) take_one();
  }

  void become(Condition wanted) {
    condition = wanted;
    wake();
  }
};

Cable::Cable(int target_port, int port) : state_{std::make_unique<State>(target_port)} {
  state_->listen_on(port);
  state_->thread = std::jthread{[state = state_.get()](const std::stop_token& stop) {
    while (!stop.stop_requested()) state->turn();
  }};
}

Cable::~Cable() {
  state_->thread.request_stop();
  state_->wake();
  state_->thread.join();
}

int Cable::port() const { return state_->port; }
std::string Cable::url() const { return fmt::format("mqtt://127.0.0.1:{}", state_->port); }
void Cable::cut() { state_->become(Condition::cut); }
void Cable::swallow() { state_->become(Condition::swallowing); }
void Cable::mend() { state_->become(Condition::whole); }

}  // namespace isocenter::fakes
