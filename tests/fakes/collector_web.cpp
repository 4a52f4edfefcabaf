#include "tests/fakes/collector_web.hpp"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <sstream>

namespace isocenter::fakes {

std::string http_get(int port, const std::string& path) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return {};
  timeval patience{2, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  const std::string request = fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", path);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
      ::send(socket, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size())) {
    std::array<char, 65536> chunk{};
    for (ssize_t got = 0; (got = ::recv(socket, chunk.data(), chunk.size(), 0)) > 0;) {
      answer.append(chunk.data(), static_cast<std::size_t>(got));
    }
  }
  ::close(socket);
  const std::size_t body = answer.find("\r\n\r\n");
  if (!answer.starts_with("HTTP/1.1 200") || body == std::string::npos) return {};
  return answer.substr(body + 4);
}

std::optional<double> waiting_events(int port) {
  std::istringstream metrics{http_get(port, "/metrics")};
  std::optional<double> sum;
  for (std::string line; std::getline(metrics, line);) {
    if (!line.starts_with("isocenter_node_outbox_events{")) continue;
    sum = sum.value_or(0) + std::stod(line.substr(line.rfind(' ')));
  }
  return sum;
}

}  // namespace isocenter::fakes
