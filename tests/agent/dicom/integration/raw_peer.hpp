#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <chrono>
#include <cstdint>
#include <span>
#include <vector>

#include "agent/dicom/listening_socket.hpp"

namespace isocenter::agent {

/// A TCP peer that says whatever a test wants.
class RawPeer {
 public:
  explicit RawPeer(std::uint16_t port) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(port);
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    is_connected_ = ::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0;
  }

  bool is_connected() const { return is_connected_; }

  /// False where the other end is gone.
  bool send(std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes = bytes.subspan(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// The next bytes, at most `size`; empty where the connection ended or nothing came in time.
  std::vector<std::uint8_t> receive(std::size_t size = 10,
                                    std::chrono::milliseconds patience = std::chrono::seconds{10}) {
    std::vector<std::uint8_t> bytes(size);
    if (!is_readable(patience)) return {};
    const auto received = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
    bytes.resize(received > 0 ? static_cast<std::size_t>(received) : 0);
    return bytes;
  }

  /// Whether the other end closes before `patience` is over, whatever it says before.
  bool is_closed_within(std::chrono::milliseconds patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    for (;;) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
      if (left.count() < 0 || !is_readable(left)) return false;
      std::uint8_t buffer[4096];
      if (::recv(socket_.get(), buffer, sizeof buffer, 0) <= 0) return true;
    }
  }

 private:
  bool is_readable(std::chrono::milliseconds patience) const {
    pollfd polled{socket_.get(), POLLIN, 0};
    return ::poll(&polled, 1, static_cast<int>(patience.count())) == 1;
  }

  Descriptor socket_;
  bool is_connected_ = false;
};

}  // namespace isocenter::agent
