#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <optional>
#include <string>

#include "collector/web/limits.hpp"
#include "collector/web/message.hpp"
#include "collector/web/received.hpp"
#include "collector/web/stream.hpp"

/// Bytes of a connection to requests and answers to bytes, within the limits. For http_server.cpp and live_stream.cpp.
namespace isocenter::web {

using Buffer = boost::beast::flat_buffer;

/// Either, or neither where the peer went or took too long.
struct Reading {
  std::optional<Received> request;
  std::optional<Response> refusal;
};

/// Reads one request with its body. What came behind it stays in `buffer`.
boost::asio::awaitable<Reading> read_request(Stream& stream, Buffer& buffer, const Limits& limits);

struct Manner {
  bool head = false;  ///< the header only
  unsigned version = 11;
  bool again = false;  ///< the connection stays open
};
/// False where the peer went or took too long.
boost::asio::awaitable<bool> write_response(Stream& stream, Response response, Manner manner, const Limits& limits);
/// The header of an answer whose body has no end of its own and goes on until the connection is closed.
boost::asio::awaitable<bool> write_open_header(Stream& stream, const Response& response, const Limits& limits);
boost::asio::awaitable<bool> write_text(Stream& stream, std::string_view text, const Limits& limits);

/// Ends our side, and reads on for a moment what nobody wants, so that the peer gets the answer and no reset.
boost::asio::awaitable<void> drain(Stream& stream);

}  // namespace isocenter::web
