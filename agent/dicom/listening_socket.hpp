#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "shared/core/result.hpp"

namespace isocenter::agent {

/// Where a server listens: an IPv4 address and a port (0: the kernel chooses).
struct ListenAddress {
  std::string address = "127.0.0.1";
  std::uint16_t port = 11112;

  /// Reads "127.0.0.1:11112". ErrorKind::invalid for any other form.
  static Result<ListenAddress> parse(std::string_view text);
  bool operator==(const ListenAddress&) const = default;
};

/// A file descriptor that closes itself.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_{number} {}
  Descriptor(Descriptor&& other) noexcept : number_{other.release()} {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor();

  int get() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_ = -1;
};

/// A non-blocking TCP socket that listens; its connections' receive buffers hold a whole A-ASSOCIATE-RQ.
/// ErrorKind::unavailable with the mend where the port is in use or not to be had.
Result<Descriptor> listen_on(const ListenAddress& address);
std::uint16_t port_of(int listening);

}  // namespace isocenter::agent
