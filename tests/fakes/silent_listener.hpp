#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace isocenter::fakes {

/// A port on loopback that can be reached and says nothing: the kernel accepts, nobody reads.
class SilentListener {
 public:
  /// Listens, or throws std::system_error.
  SilentListener() : number_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* const name = reinterpret_cast<sockaddr*>(&address);
    if (::bind(number_, name, length) != 0 || ::listen(number_, 128) != 0 ||
        ::getsockname(number_, name, &length) != 0) {
      throw std::system_error{errno, std::generic_category(), "cannot listen on loopback"};
    }
    port_ = ntohs(address.sin_port);
  }
  ~SilentListener() { ::close(number_); }
  SilentListener(const SilentListener&) = delete;
  SilentListener& operator=(const SilentListener&) = delete;

  int port() const { return port_; }
  bool wait_for_a_connection() const {
    pollfd arriving{number_, POLLIN, 0};
    return ::poll(&arriving, 1, 10'000) == 1;
  }

 private:
  int number_;
  int port_ = 0;
};

}  // namespace isocenter::fakes
