#pragma once

#include <utility>  // awaitable.hpp needs it and does not say so

#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <optional>
#include <string>

#include "collector/web/limits.hpp"
#include "collector/web/message.hpp"

/// Bytes of a connection to requests and answers to bytes, within the limits. For http_server.cpp alone.
namespace isocenter::web {

using Stream = boost::beast::tcp_stream;
using Buffer = boost::beast::flat_buffer;

/// A request as it was read; what routes do not need of it stays here.
struct Received {
  std::string method, target, if_none_match;
  std::size_t hosts = 0;  ///< how many Host fields it has
  unsigned version = 11;
  bool keep_alive = false;
};

/// Either, or neither where the peer went or took too long.
struct Reading {
  std::optional<Received> request;
  std::optional<Response> refusal;
};

/// Reads one request with its body, which no route takes yet. What came behind it stays in `buffer`.
boost::asio::awaitable<Reading> read_request(Stream& stream, Buffer& buffer, const Limits& limits);

struct Manner {
  bool head = false;  ///< the header only
  unsigned version = 11;
  bool again = false;  ///< the connection stays open
};
/// False where the peer went or took too long.
boost::asio::awaitable<bool> write_response(Stream& stream, Response response, Manner manner, const Limits& limits);

/// Ends our side, and reads on for a moment what nobody wants, so that the peer gets the answer and no reset.
boost::asio::awaitable<void> drain(Stream& stream);

inline auto into(boost::system::error_code& error) {
  return boost::asio::redirect_error(boost::asio::use_awaitable, error);
}

}  // namespace isocenter::web
