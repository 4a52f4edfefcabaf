#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace isocenter::fakes {

/// A plain TCP peer on loopback that says what a test wants.
class RawPeer {
 public:
  /// Connected, or throws std::system_error.
  explicit RawPeer(std::uint16_t port) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return;
    const int error = errno;
    ::close(socket_);
    throw std::system_error{error, std::generic_category(), "cannot connect"};
  }
  RawPeer(RawPeer&& other) noexcept : socket_{std::exchange(other.socket_, -1)}, closed_{other.closed_} {}
  RawPeer& operator=(RawPeer&&) = delete;
  ~RawPeer() {
    if (socket_ >= 0) ::close(socket_);
  }

  /// False where the other end has closed.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  bool send(std::span<const std::uint8_t> bytes) {
    return send(std::string_view{reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }

  /// The next bytes, at most `most`; empty where none came within `patience` or the other end closed, which
  /// `is_closed` then tells.
  std::string receive(std::chrono::milliseconds patience = std::chrono::seconds{20}, std::size_t most = 65536) {
    pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) return {};
    std::string bytes(most, '\0');
    const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
    closed_ = count <= 0;
    bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return bytes;
  }
  bool is_closed() const { return closed_; }

  /// Whether the other end closes before `patience` is over, whatever it says before.
  bool is_closed_within(std::chrono::milliseconds patience) {
    using Clock = std::chrono::steady_clock;
    const auto until = Clock::now() + patience;
    while (!closed_ && Clock::now() < until) {
      receive(std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()));
    }
    return closed_;
  }

  /// All there comes until the other end closes, or until `patience` without a byte.
  std::string receive_all(std::chrono::milliseconds patience = std::chrono::seconds{20}) {
    std::string all;
    for (std::string more; !(more = receive(patience)).empty();) all += more;
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

}  // namespace isocenter::fakes
