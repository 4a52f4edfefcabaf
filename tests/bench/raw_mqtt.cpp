#include "tests/bench/raw_mqtt.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace isocenter::bench {
namespace {

// Control packets of MQTT 3.1.1, section 2.2.1, with their fixed flags.
constexpr unsigned char connect_kind = 0x10, connack_kind = 0x20, publish_kind = 0x30, retain_flag = 0x01,
                        subscribe_kind = 0x82, suback_kind = 0x90, qos_flags = 0x06;
constexpr std::size_t enough = 1 << 18;

void append_length(std::string& out, std::size_t length) {
  do {
    const auto byte = static_cast<unsigned char>(length % 128);
    length /= 128;
    out += static_cast<char>(length > 0 ? byte | 0x80 : byte);
  } while (length > 0);
}

void append_text(std::string& out, std::string_view text) {
  out += static_cast<char>(text.size() >> 8);
  out += static_cast<char>(text.size() & 0xff);
  out += text;
}

std::string packet(unsigned char kind, std::string_view body) {
  std::string out{static_cast<char>(kind)};
  append_length(out, body.size());
  out += body;
  return out;
}

unsigned char byte_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

}  // namespace

std::string mqtt_publish(std::string_view topic, std::string_view payload, bool retained) {
  std::string body;
  append_text(body, topic);
  body += payload;
  return packet(retained ? publish_kind | retain_flag : publish_kind, body);
}

RawMqtt::RawMqtt(int port, const std::string& client_id) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::system_error{errno, std::generic_category(), "the broker does not answer"};
  }
  ::fcntl(socket_.get(), F_SETFL, O_NONBLOCK);
  const int on = 1;
  ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  std::string body;
  append_text(body, "MQTT");
  body += std::string{"\x04\x02\x00\x00", 4};  // level 3.1.1, clean session, no keep-alive
  append_text(body, client_id);
  append(packet(connect_kind, body));
  wait_for(connack_kind);
}

void RawMqtt::subscribe(const std::vector<std::string>& filters) {
  std::string body{"\x00\x01", 2};
  for (const std::string& filter : filters) {
    append_text(body, filter);
    body += '\0';
  }
  append(packet(subscribe_kind, body));
  wait_for(suback_kind);
}

/// Before anything is published to us: what comes meanwhile is not heeded.
void RawMqtt::wait_for(unsigned char kind) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  while (last_kind_ != kind) {
    if (std::chrono::steady_clock::now() > until) throw std::runtime_error{"the broker does not let the load in"};
    move(std::chrono::milliseconds{10}, nullptr);
  }
}

void RawMqtt::move(std::chrono::microseconds patience, const Received& received) {
  send();
  pollfd waiting{.fd = socket_.get(), .events = POLLIN, .revents = 0};
  if (sent_ < out_.size()) waiting.events |= POLLOUT;
  const auto nanoseconds = std::chrono::duration_cast<std::chrono::nanoseconds>(patience).count();
  const timespec most{.tv_sec = nanoseconds / 1'000'000'000, .tv_nsec = nanoseconds % 1'000'000'000};
  if (::ppoll(&waiting, 1, &most, nullptr) <= 0) return;
  if ((waiting.revents & POLLOUT) != 0) send();
  if ((waiting.revents & (POLLIN | POLLHUP | POLLERR)) != 0) read();
  take_packets(received);
}

void RawMqtt::send() {
  while (sent_ < out_.size()) {
    const ssize_t count = ::send(socket_.get(), out_.data() + sent_, out_.size() - sent_, MSG_NOSIGNAL);
    if (count < 0) {
      if (errno == EAGAIN || errno == EINTR) break;
      throw std::system_error{errno, std::generic_category(), "the broker has closed the load's connection"};
    }
    sent_ += static_cast<std::size_t>(count);
  }
  if (sent_ == out_.size() || sent_ > enough) {
    out_.erase(0, sent_);
    sent_ = 0;
  }
}

void RawMqtt::read() {
  std::array<char, 65536> bytes;
  while (true) {
    const ssize_t count = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
    if (count == 0) throw std::runtime_error{"the broker has closed the load's connection"};
    if (count < 0) {
      if (errno == EAGAIN || errno == EINTR) return;
      throw std::system_error{errno, std::generic_category(), "the load's connection"};
    }
    in_.append(bytes.data(), static_cast<std::size_t>(count));
    if (static_cast<std::size_t>(count) < bytes.size()) return;
  }
}

void RawMqtt::take_packets(const Received& received) {
  std::size_t at = 0;
  while (true) {
    const std::string_view rest = std::string_view{in_}.substr(at);
    std::size_t length = 0, digits = 0;
    bool whole = false;
    while (!whole && 1 + digits < rest.size() && digits < 4) {
      const unsigned char byte = byte_at(rest, 1 + digits);
      length |= static_cast<std::size_t>(byte & 0x7f) << (7 * digits++);
      whole = (byte & 0x80) == 0;
    }
    if (!whole || rest.size() < 1 + digits + length) break;
    const std::string_view body = rest.substr(1 + digits, length);
    const unsigned char kind = byte_at(rest, 0);
    last_kind_ = kind;
    if ((kind & 0xf0) == publish_kind && received) {
      const std::size_t topic = static_cast<std::size_t>(byte_at(body, 0)) << 8 | byte_at(body, 1);
      const std::size_t number = (kind & qos_flags) == 0 ? 0 : 2;
      received(body.substr(2, topic), body.substr(2 + topic + number));
    }
    at += 1 + digits + length;
  }
  in_.erase(0, at);
}

}  // namespace isocenter::bench
