#include "agent/dicom/listening_socket.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <charconv>
#include <cstring>

namespace isocenter::agent {
namespace {

constexpr int receive_buffer_bytes = 128 * 1024;

std::string mend_for(int error, std::uint16_t port) {
  switch (error) {
    case EADDRINUSE: return fmt::format("port {} is in use; stop the other program or choose another port", port);
    case EACCES: return fmt::format("port {} needs CAP_NET_BIND_SERVICE; choose one above 1023, e.g. 11112", port);
    case EADDRNOTAVAIL: return "this machine does not have the address; use one of its own or 0.0.0.0";
    default: return std::strerror(error);
  }
}

void set_option(int socket, int option, int value) { ::setsockopt(socket, SOL_SOCKET, option, &value, sizeof value); }

}  // namespace

Result<ListenAddress> ListenAddress::parse(std::string_view text) {
  const auto wrong = [] {
    return fail(ErrorKind::invalid, "listen", "must be an IPv4 address and a port, e.g. \"127.0.0.1:11112\"");
  };
  const auto colon = text.rfind(':');
  if (colon == text.npos) return wrong();
  ListenAddress result{std::string{text.substr(0, colon)}, 0};
  const char* end = text.data() + text.size();
  const auto port = std::from_chars(text.data() + colon + 1, end, result.port);
  in_addr parsed{};
  const bool is_address = ::inet_pton(AF_INET, result.address.c_str(), &parsed) == 1;
  if (port.ec != std::errc{} || port.ptr != end || !is_address) return wrong();
  return result;
}

Result<Descriptor> listen_on(const ListenAddress& address) {
  const std::string where = fmt::format("{}:{}", address.address, address.port);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(address.port);
  if (::inet_pton(AF_INET, address.address.c_str(), &name.sin_addr) != 1) {
    return fail(ErrorKind::invalid, where, "is no IPv4 address");
  }
  Descriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (socket.get() < 0) return fail(ErrorKind::unavailable, where, mend_for(errno, address.port));
  set_option(socket.get(), SO_REUSEADDR, 1);
  set_option(socket.get(), SO_RCVBUF, receive_buffer_bytes);
  const bool listens = ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0 &&
                       ::listen(socket.get(), SOMAXCONN) == 0;
  if (!listens) return fail(ErrorKind::unavailable, where, mend_for(errno, address.port));
  return socket;
}

std::uint16_t port_of(int listening) {
  sockaddr_in name{};
  socklen_t size = sizeof name;
  ::getsockname(listening, reinterpret_cast<sockaddr*>(&name), &size);
  return ntohs(name.sin_port);
}

}  // namespace isocenter::agent
