#include "collector/web/http_io.hpp"

#include <fmt/format.h>

#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <vector>

#include "collector/web/http_date.hpp"
#include "collector/web/problem.hpp"

namespace isocenter::web {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr std::size_t most_drained = 1024 * 1024;
constexpr std::chrono::seconds drain_time{2};

using Parser = http::request_parser<http::string_body>;

/// What the peer did wrong, as far as it can still be told; nothing where it went or took too long.
std::optional<Response> refusal_of(const error_code& error, const Limits& limits) {
  if (error == http::error::header_limit) {
    return problem(431, "header-too-large", fmt::format("the header is larger than {} bytes", limits.header_bytes));
  }
  if (error == http::error::body_limit || error == http::error::buffer_overflow) {
    return problem(413, "body-too-large", fmt::format("the body is larger than {} bytes", limits.body_bytes));
  }
  if (error == http::error::end_of_stream || error == http::error::partial_message) return std::nullopt;
  if (error.category() != make_error_code(http::error::bad_method).category()) return std::nullopt;
  return problem(400, "bad-request", fmt::format("this is no HTTP/1.1 request: {}", error.message()));
}

asio::awaitable<error_code> read(Stream& stream, Buffer& buffer, Parser& parser, const Limits& limits) {
  parser.header_limit(limits.header_bytes);
  parser.body_limit(limits.body_bytes);
  error_code error;
  stream.expires_after(limits.header_time);
  co_await http::async_read_header(stream, buffer, parser, into(error));
  if (error || parser.is_done()) co_return error;
  stream.expires_after(limits.body_time);
  if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    co_await asio::async_write(stream, asio::buffer(go_on.data(), go_on.size()), into(error));
    if (error) co_return error;
  }
  co_await http::async_read(stream, buffer, parser, into(error));
  co_return error;
}

Received received(const http::request<http::string_body>& message) {
  const auto text = [](beast::string_view view) { return std::string{view.data(), view.size()}; };
  return Received{.method = text(message.method_string()),
                  .target = text(message.target()),
                  .if_none_match = text(message[http::field::if_none_match]),
                  .hosts = message.count(http::field::host),
                  .version = message.version(),
                  .keep_alive = message.keep_alive()};
}

}  // namespace

asio::awaitable<Reading> read_request(Stream& stream, Buffer& buffer, const Limits& limits) {
  Parser parser;
  Reading reading;
  const error_code error = co_await read(stream, buffer, parser, limits);
  if (error) {
    reading.refusal = refusal_of(error, limits);
  } else {
    reading.request = received(parser.get());
  }
  co_return reading;
}

asio::awaitable<bool> write_response(Stream& stream, Response response, Manner manner, const Limits& limits) {
  constexpr std::size_t least_bytes_per_s = 64 * 1024;
  const std::size_t length = response.body.size();
  const bool bodiless = manner.head || response.status == 304;
  http::response<http::string_body> message{http::int_to_status(static_cast<unsigned>(response.status)),
                                            manner.version};
  message.set(http::field::date, http_date(std::time(nullptr)));
  if (!response.content_type.empty()) message.set(http::field::content_type, response.content_type);
  for (const auto& [name, value] : response.headers) message.insert(name, value);
  message.keep_alive(manner.again);
  if (response.status != 304) message.content_length(length);
  if (!bodiless) message.body() = std::move(response.body);
  http::response_serializer<http::string_body> serializer{message};
  stream.expires_after(limits.answer_time + std::chrono::seconds{length / least_bytes_per_s});
  error_code error;
  if (bodiless) {
    co_await http::async_write_header(stream, serializer, into(error));
  } else {
    co_await http::async_write(stream, serializer, into(error));
  }
  co_return !error;
}

asio::awaitable<void> drain(Stream& stream) {
  error_code error;
  stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
  stream.expires_after(drain_time);
  std::vector<char> scratch(std::size_t{16} * 1024);
  for (std::size_t drained = 0; !error && drained < most_drained;) {
    drained += co_await stream.async_read_some(asio::buffer(scratch), into(error));
  }
}

}  // namespace isocenter::web
