#include "shared/mqtt/send_at_once.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <charconv>
#include <filesystem>
#include <optional>
#include <string>

namespace isocenter::mqtt {
namespace {

/// Nothing where `file` is no connected TCP socket.
std::optional<int> peer_port(int file) {
  sockaddr_storage peer{};
  socklen_t size = sizeof peer;
  if (::getpeername(file, reinterpret_cast<sockaddr*>(&peer), &size) != 0) return std::nullopt;
  if (peer.ss_family == AF_INET) return ntohs(reinterpret_cast<const sockaddr_in&>(peer).sin_port);
  if (peer.ss_family == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6&>(peer).sin6_port);
  return std::nullopt;
}

}  // namespace

void send_at_once(int port) {
  std::error_code ended;
  for (auto entry = std::filesystem::directory_iterator{"/proc/self/fd", ended};
       !ended && entry != std::filesystem::directory_iterator{}; entry.increment(ended)) {
    const std::string name = entry->path().filename().string();
    int file = -1;
    std::from_chars(name.data(), name.data() + name.size(), file);
    if (file < 0 || peer_port(file) != port) continue;
    const int on = 1;
    static_cast<void>(::setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
  }
}

}  // namespace isocenter::mqtt
