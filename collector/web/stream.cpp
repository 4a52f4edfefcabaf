#include "collector/web/stream.hpp"

#include <sys/socket.h>

namespace isocenter::web {

namespace asio = boost::asio;
using boost::system::error_code;

asio::awaitable<bool> Stream::shake_hands(std::chrono::milliseconds patience) {
  if (!tls_) co_return true;
  expires_after(patience);
  error_code error;
  co_await tls_->async_handshake(asio::ssl::stream_base::server, into(error));
  co_return !error;
}

asio::awaitable<void> Stream::say_end(std::chrono::milliseconds patience) {
  error_code ignored;
  expires_after(patience);
  if (tls_) co_await tls_->async_shutdown(into(ignored));
  tcp_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

bool Stream::has_stirred() {
  char byte = 0;
  const ssize_t count = ::recv(tcp_.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return count >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

}  // namespace isocenter::web
