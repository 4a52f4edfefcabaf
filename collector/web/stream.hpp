#pragma once

#include <utility>  // awaitable.hpp needs it and does not say so

#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <chrono>
#include <optional>

namespace isocenter::web {

inline auto into(boost::system::error_code& error) {
  return boost::asio::redirect_error(boost::asio::use_awaitable, error);
}

/// A connection with its time-outs, plain or over TLS, as Beast reads and writes it.
class Stream {
 public:
  using Tcp = boost::beast::tcp_stream;
  using executor_type = Tcp::executor_type;

  /// `tls` nullptr: plain; else it outlives the stream, and `shake_hands` comes first.
  Stream(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* tls) : tcp_{std::move(socket)} {
    if (tls != nullptr) tls_.emplace(tcp_, *tls);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  executor_type get_executor() { return tcp_.get_executor(); }
  boost::asio::ip::tcp::socket& socket() { return tcp_.socket(); }
  template <typename Duration>
  void expires_after(Duration patience) {
    tcp_.expires_after(std::chrono::duration_cast<std::chrono::nanoseconds>(patience));
  }
  void close() { tcp_.close(); }

  template <typename Buffers, typename Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    if (tls_) return tls_->async_read_some(buffers, std::forward<Token>(token));
    return tcp_.async_read_some(buffers, std::forward<Token>(token));
  }
  template <typename Buffers, typename Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    if (tls_) return tls_->async_write_some(buffers, std::forward<Token>(token));
    return tcp_.async_write_some(buffers, std::forward<Token>(token));
  }

  /// False where the peer does not speak TLS as we do, went, or took longer than `patience`.
  boost::asio::awaitable<bool> shake_hands(std::chrono::milliseconds patience);
  /// Says that nothing more comes, so that the peer can tell the end from a cut.
  boost::asio::awaitable<void> say_end(std::chrono::milliseconds patience);
  /// Whether the peer has closed, or said something we did not ask for; never waits.
  bool has_stirred();

 private:
  Tcp tcp_;
  std::optional<boost::asio::ssl::stream<Tcp&>> tls_;
};

}  // namespace isocenter::web
