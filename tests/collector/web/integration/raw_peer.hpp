#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace isocenter::web {

/// A plain TCP peer on loopback that says what it likes.
class RawPeer {
 public:
  explicit RawPeer(std::uint16_t port) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error{"cannot connect"};
    }
  }
  RawPeer(RawPeer&& other) noexcept : socket_{std::exchange(other.socket_, -1)} {}
  RawPeer& operator=(RawPeer&&) = delete;
  ~RawPeer() {
    if (socket_ >= 0) ::close(socket_);
  }

  /// False where the other side has closed.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// Waits up to `longest` for more; empty where none came or the other side closed, which `is_closed` then tells.
  std::string receive(std::chrono::milliseconds longest = std::chrono::seconds{20}) {
    pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, static_cast<int>(longest.count())) <= 0) return {};
    char bytes[65536];
    const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
    if (count > 0) return {bytes, static_cast<std::size_t>(count)};
    closed_ = true;
    return {};
  }
  bool is_closed() const { return closed_; }

  /// All there comes until the other side closes, or until `longest` without a byte.
  std::string receive_all(std::chrono::milliseconds longest = std::chrono::seconds{20}) {
    std::string all;
    for (std::string more; !(more = receive(longest)).empty();) all += more;
    return all;
  }

  /// Until `text` was received; what came up to then.
  std::string receive_until(std::string_view text) {
    std::string all;
    while (all.find(text) == std::string::npos) {
      const std::string more = receive();
      if (more.empty()) break;
      all += more;
    }
    return all;
  }

 private:
  int socket_;
  bool closed_ = false;
};

}  // namespace isocenter::web
