#include "agent/probe/tcp_probe.hpp"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <memory>

#include "shared/core/descriptor.hpp"

namespace isocenter::agent {
namespace {

using Steady = std::chrono::steady_clock;

struct FreeAddresses {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

Addresses resolve(const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* list = nullptr;
  if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list) != 0) return nullptr;
  return Addresses{list};
}

/// Waits until the connection has come about or failed; the errno of the failure, 0 for none, ETIMEDOUT at `until`.
int outcome_by(int socket, Steady::time_point until) {
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Steady::now()).count();
    if (left <= 0) return ETIMEDOUT;
    pollfd waiting{socket, POLLOUT, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(left));
    if (ready < 0 && errno != EINTR) return errno;
    if (ready <= 0) continue;
    int failure = 0;
    socklen_t length = sizeof failure;
    if (::getsockopt(socket, SOL_SOCKET, SO_ERROR, &failure, &length) != 0) return errno;
    return failure;
  }
}

int connect_by(const addrinfo& address, Steady::time_point until) {
  const Descriptor socket{::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (socket.get() < 0) return errno;
  if (::connect(socket.get(), address.ai_addr, address.ai_addrlen) == 0) return 0;
  if (errno != EINPROGRESS) return errno;
  return outcome_by(socket.get(), until);
}

std::string_view reason_of(int failure) {
  switch (failure) {
    case 0: return "ok";
    case ECONNREFUSED: return "refused";
    case EHOSTUNREACH:
    case ENETUNREACH:
    case ENETDOWN: return "no_route";
    default: return "no_answer";
  }
}

}  // namespace

Reached reach_tcp(const std::string& host, std::uint16_t port, std::chrono::milliseconds patience) {
  const Addresses addresses = resolve(host, port);
  if (addresses == nullptr) return {false, "unknown_host"};
  return reach_tcp(*addresses, patience);
}

Reached reach_tcp(const addrinfo& addresses, std::chrono::milliseconds patience) {
  int left = 0;
  for (const addrinfo* address = &addresses; address != nullptr; address = address->ai_next) ++left;
  const auto until = Steady::now() + patience;
  int failure = ETIMEDOUT;
  for (const addrinfo* address = &addresses; address != nullptr && failure != 0; address = address->ai_next) {
    const auto now = Steady::now();
    failure = connect_by(*address, now + (until - now) / left--);
  }
  return {failure == 0, std::string{reason_of(failure)}};
}

void TcpProbe::look(Sink& sink, Instant now) {
  const auto began = Steady::now();
  Reached reached = reach_tcp(target_.host, target_.port, target_.patience);
  const auto took = std::chrono::duration_cast<Milliseconds>(Steady::now() - began);
  sink.take({Sighting{target_.device, now + took, "tcp", std::move(reached)}});
}

}  // namespace isocenter::agent
