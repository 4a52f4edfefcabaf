#include "agent/dicom/doorkeeper.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>

#include "agent/dicom/association_refusal.hpp"

namespace isocenter::agent {
namespace {

using namespace std::chrono_literals;

constexpr auto pause_after_nothing = 20ms;
constexpr auto pause_without_descriptors = 100ms;
constexpr std::size_t most_accepted_a_turn = 64;

std::string text_of(const sockaddr_in& name) {
  std::array<char, INET_ADDRSTRLEN> text{};
  ::inet_ntop(AF_INET, &name.sin_addr, text.data(), text.size());
  return text.data();
}

/// The kernel wakes us when so many bytes are there, so half a PDU is no reason to look again and again.
void wake_at(int socket, std::size_t bytes) {
  const int low_water = static_cast<int>(bytes);
  ::setsockopt(socket, SOL_SOCKET, SO_RCVLOWAT, &low_water, sizeof low_water);
}

std::vector<std::uint8_t> peek(int socket, std::size_t bytes) {
  std::vector<std::uint8_t> buffer(bytes);
  const auto size = ::recv(socket, buffer.data(), buffer.size(), MSG_PEEK | MSG_DONTWAIT);
  buffer.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return buffer;
}

}  // namespace

void say_last(int socket, std::span<const std::uint8_t> pdu) {
  std::array<std::uint8_t, 4096> unread{};  // closing with unread bytes would reset the connection
  std::size_t left = longest_association_request;
  while (left > 0) {
    const auto size = ::recv(socket, unread.data(), unread.size(), MSG_DONTWAIT);
    if (size <= 0) break;
    left -= std::min(left, static_cast<std::size_t>(size));
  }
  ::send(socket, pdu.data(), pdu.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  ::shutdown(socket, SHUT_WR);
}

void Doorkeeper::turn(int wake, const std::function<void(Arrival)>& admit) {
  const auto before = Clock::now();
  std::vector<pollfd> polled{{wake, POLLIN, 0}, {accept_again_ > before ? -1 : listening_, POLLIN, 0}};
  for (const Waiting& waiting : waiting_) {
    polled.push_back({waiting.look_again > before ? -1 : waiting.socket.get(), POLLIN | POLLRDHUP, 0});
  }
  if (::poll(polled.data(), polled.size(), time_out_ms(before)) < 0) return;

  const auto now = Clock::now();
  std::size_t next = 2;
  for (auto waiting = waiting_.begin(); waiting != waiting_.end();) {
    const short events = polled[next++].revents;
    waiting = look_at(*waiting, events, now, admit) == Look::done ? waiting_.erase(waiting) : std::next(waiting);
  }
  if (polled[1].revents != 0) accept_all(now);
}

Doorkeeper::Look Doorkeeper::look_at(Waiting& waiting, short events, Clock::time_point now,
                                     const std::function<void(Arrival)>& admit) {
  const auto abort = [&] {
    ++counts_.malformed;
    say_last(waiting.socket.get(), abort_pdu());
    return Look::done;
  };
  if (events != 0) {
    auto bytes = peek(waiting.socket.get(), waiting.wanted);
    if (!bytes.empty() && bytes.size() >= waiting.wanted && waiting.wanted == pdu_header_bytes) {
      const auto length = association_request_length(bytes);
      if (!length) return abort();
      waiting.wanted = *length;
      wake_at(waiting.socket.get(), *length);
      bytes = peek(waiting.socket.get(), *length);
    }
    if (bytes.size() == waiting.wanted) {
      auto request = peek_association_request(bytes);
      if (!request) return abort();
      wake_at(waiting.socket.get(), 1);
      admit(Arrival{std::move(waiting.socket), std::move(waiting.address), std::move(*request)});
      return Look::done;
    }
    if (!bytes.empty() && bytes[0] != 0x01) return abort();
    if ((events & (POLLRDHUP | POLLHUP | POLLERR)) != 0) return Look::done;
    waiting.look_again = now + pause_after_nothing;
  }
  if (now < waiting.deadline) return Look::waits;
  ++counts_.silent;
  return Look::done;
}

void Doorkeeper::accept_all(Clock::time_point now) {
  for (std::size_t i = 0; i < most_accepted_a_turn; ++i) {
    sockaddr_in name{};
    socklen_t size = sizeof name;
    Descriptor socket{::accept4(listening_, reinterpret_cast<sockaddr*>(&name), &size, SOCK_NONBLOCK | SOCK_CLOEXEC)};
    if (socket.get() < 0) {
      const bool lacks_room = errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
      if (lacks_room) accept_again_ = now + pause_without_descriptors;
      if (lacks_room && !waiting_.empty()) make_room();
      return;
    }
    ++counts_.connections;
    if (waiting_.size() >= limits_.waiting) make_room();
    wake_at(socket.get(), pdu_header_bytes);
    waiting_.push_back({std::move(socket), text_of(name), now + limits_.patience});
  }
}

void Doorkeeper::make_room() {
  std::map<std::string, std::size_t> by_address;
  for (const Waiting& waiting : waiting_) ++by_address[waiting.address];
  const auto most = std::max_element(by_address.begin(), by_address.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  waiting_.erase(std::find_if(waiting_.begin(), waiting_.end(),
                              [&](const Waiting& waiting) { return waiting.address == most->first; }));
  ++counts_.dropped;
}

int Doorkeeper::time_out_ms(Clock::time_point now) const {
  if (waiting_.empty() && accept_again_ <= now) return -1;
  auto next = now + limits_.patience;
  if (accept_again_ > now) next = std::min(next, accept_again_);
  for (const Waiting& waiting : waiting_) {
    next = std::min(next, waiting.deadline);
    if (waiting.look_again > now) next = std::min(next, waiting.look_again);
  }
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(next - now).count();
  return static_cast<int>(std::max<std::int64_t>(left, 0));
}

}  // namespace isocenter::agent
