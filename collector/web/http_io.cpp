#include "collector/web/http_io.hpp"

#include <fmt/format.h>

#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <vector>

#include "collector/web/head_check.hpp"
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

std::string_view text_of(const Buffer& buffer) {
  return {static_cast<const char*>(buffer.data().data()), buffer.size()};
}

Response no_request(std::string_view why) {
  return problem(400, "bad-request", fmt::format("this is no HTTP/1.1 request: {}", why));
}

/// The header as it came, whole and checked, at the beginning of `buffer`: its size; 0 where the peer went or took too
/// long, or where `refusal` says what is wrong.
asio::awaitable<std::size_t> read_head(Stream& stream, Buffer& buffer, const Limits& limits,
                                       std::optional<Response>& refusal) {
  constexpr std::size_t at_once = 2048;
  HeadCheck check;
  stream.expires_after(limits.header_time);
  while (true) {
    const HeadCheck::Found found = check.look(text_of(buffer));
    if (found == HeadCheck::Found::fault) {
      refusal = no_request(check.fault());
      co_return 0;
    }
    if (check.size() > limits.header_bytes) {
      refusal = refusal_of(make_error_code(http::error::header_limit), limits);
      co_return 0;
    }
    if (found == HeadCheck::Found::whole) co_return check.size();
    error_code error;
    const std::size_t count = co_await stream.async_read_some(buffer.prepare(at_once), into(error));
    buffer.commit(count);
    if (error) co_return 0;
  }
}

asio::awaitable<error_code> read_body(Stream& stream, Buffer& buffer, Parser& parser, const Limits& limits) {
  error_code error;
  if (parser.is_done()) co_return error;
  stream.expires_after(limits.body_time);
  if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
    const bool written = co_await write_text(stream, "HTTP/1.1 100 Continue\r\n\r\n", limits);
    if (!written) co_return make_error_code(http::error::end_of_stream);
    stream.expires_after(limits.body_time);
  }
  co_await http::async_read(stream, buffer, parser, into(error));
  co_return error;
}

Received received(http::request<http::string_body>& message) {
  const auto text = [](beast::string_view view) { return std::string{view.data(), view.size()}; };
  return Received{.method = text(message.method_string()),
                  .target = text(message.target()),
                  .body = std::move(message.body()),
                  .hosts = message.count(http::field::host),
                  .host = text(message[http::field::host]),
                  .if_none_match = text(message[http::field::if_none_match]),
                  .content_type = text(message[http::field::content_type]),
                  .accept = text(message[http::field::accept]),
                  .accept_encoding = text(message[http::field::accept_encoding]),
                  .cookie = text(message[http::field::cookie]),
                  .authorization = text(message[http::field::authorization]),
                  .cookies = message.count(http::field::cookie),
                  .csrf = text(message["X-CSRF-Token"]),
                  .origin = text(message[http::field::origin]),
                  .fetch_site = text(message["Sec-Fetch-Site"]),
                  .unattended = message["X-Unattended"] == "1",
                  .address = {},
                  .loopback = false,
                  .version = message.version(),
                  .keep_alive = message.keep_alive()};
}

}  // namespace

asio::awaitable<Reading> read_request(Stream& stream, Buffer& buffer, const Limits& limits) {
  Reading reading;
  const std::size_t head = co_await read_head(stream, buffer, limits, reading.refusal);
  if (head == 0) co_return reading;
  Parser parser;
  parser.header_limit(limits.header_bytes);
  parser.body_limit(limits.body_bytes);
  error_code error;
  parser.put(asio::buffer(buffer.data().data(), head), error);
  buffer.consume(head);
  if (!error) error = co_await read_body(stream, buffer, parser, limits);
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

asio::awaitable<bool> write_open_header(Stream& stream, const Response& response, const Limits& limits) {
  std::string head = fmt::format("HTTP/1.1 {} OK\r\nDate: {}\r\nContent-Type: {}\r\nConnection: close\r\n",
                                 response.status, http_date(std::time(nullptr)), response.content_type);
  for (const auto& [name, value] : response.headers) head += fmt::format("{}: {}\r\n", name, value);
  const bool written = co_await write_text(stream, head + "\r\n", limits);
  co_return written;
}

asio::awaitable<bool> write_text(Stream& stream, std::string_view text, const Limits& limits) {
  stream.expires_after(limits.answer_time);
  error_code error;
  co_await asio::async_write(stream, asio::buffer(text.data(), text.size()), into(error));
  co_return !error;
}

asio::awaitable<void> drain(Stream& stream) {
  error_code error;
  co_await stream.say_end(drain_time);
  stream.expires_after(drain_time);
  std::vector<char> scratch(std::size_t{16} * 1024);
  for (std::size_t drained = 0; !error && drained < most_drained;) {
    drained += co_await stream.async_read_some(asio::buffer(scratch), into(error));
  }
}

}  // namespace isocenter::web
