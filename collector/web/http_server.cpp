#include "collector/web/http_server.hpp"

#include <fmt/format.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <charconv>
#include <condition_variable>
#include <ctime>
#include <map>
#include <mutex>
#include <thread>

#include "collector/web/connection_table.hpp"
#include "collector/web/dispatch.hpp"
#include "collector/web/problem.hpp"
#include "collector/web/workers.hpp"

namespace isocenter::web {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::size_t most_being_refused = 64;
constexpr std::size_t most_drained = 1024 * 1024;
constexpr std::chrono::seconds drain_time{2};
constexpr std::chrono::seconds stop_grace{2};

auto into(error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }

/// "Tue, 24 Nov 2026 14:40:04 GMT" (RFC 9110, section 5.6.7).
std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days[utc.tm_wday], utc.tm_mday, months[utc.tm_mon],
                     utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

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

struct Listen {
  tcp::endpoint endpoint;
  std::string text;
};

Listen parse_listen(const std::string& text) {
  const WebError wrong{fmt::format("[web] listen: \"{}\" is no address and port; write \"127.0.0.1:8080\"", text)};
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) throw wrong;
  std::string host = text.substr(0, colon);
  if (host == "localhost") host = "127.0.0.1";
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, failed] = std::from_chars(text.data() + colon + 1, end, port);
  error_code error;
  const auto address = asio::ip::make_address(host, error);
  if (failed != std::errc{} || stopped != end || error) throw wrong;
  return Listen{.endpoint = {address, port}, .text = text};
}

std::string mend_of(const error_code& error) {
  if (error == asio::error::address_in_use) {
    return "another program uses this port; stop it or choose another port in [web] listen";
  }
  if (error == asio::error::access_denied) {
    return "ports below 1024 need CAP_NET_BIND_SERVICE; choose another port in [web] listen";
  }
  return fmt::format("{}; [web] listen must name an address of this machine", error.message());
}

/// What a coroutine waits for while a worker reads.
struct Pending {
  explicit Pending(asio::io_context& io) : wake{io, asio::steady_timer::time_point::max()} {}
  asio::steady_timer wake;
  std::optional<Response> response;
};

enum class Next { again, close, drain };

}  // namespace

/// All but `stop` and the workers' jobs runs on the one thread of `io_`.
class HttpServer::Engine {
 public:
  Engine(Options options, RequestCounts& counts)
      : options_{std::move(options)},
        counts_{counts},
        table_{options_.limits},
        workers_{options_.database, options_.limits} {}
  ~Engine() { stop(); }

  void start();
  void stop();
  std::uint16_t port() const { return port_; }

 private:
  class Registration;
  using Id = ConnectionTable::Id;

  void listen();
  asio::awaitable<void> accept();
  void admit(tcp::socket socket);
  asio::awaitable<void> turn_away(tcp::socket socket);
  asio::awaitable<void> serve(tcp::socket socket, Id id);
  asio::awaitable<bool> wait_for_request(beast::tcp_stream& stream, beast::flat_buffer& buffer, Id id);
  asio::awaitable<Next> exchange(beast::tcp_stream& stream, beast::flat_buffer& buffer);
  asio::awaitable<error_code> read(beast::tcp_stream& stream, beast::flat_buffer& buffer,
                                   http::request_parser<http::string_body>& parser);
  asio::awaitable<Next> answer(beast::tcp_stream& stream, const http::request<http::string_body>& message);
  asio::awaitable<Response> by_worker(const Route& route, Request request);
  asio::awaitable<bool> write(beast::tcp_stream& stream, Response response, bool head, unsigned version, bool again);
  asio::awaitable<void> drain(beast::tcp_stream& stream);
  void close(std::optional<Id> id);
  bool wait_until_finished(std::chrono::seconds longest);

  Options options_;
  RequestCounts& counts_;
  ConnectionTable table_;
  std::map<Id, beast::tcp_stream*> streams_;
  std::size_t being_refused_ = 0;
  std::size_t answer_bytes_ = 0;
  bool stopping_ = false;
  Workers workers_;
  asio::io_context io_{1};
  tcp::acceptor acceptor_{io_};
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool finished_ = false;
  std::jthread thread_;
};

/// A connection's place in the tables, for as long as it is served.
class HttpServer::Engine::Registration {
 public:
  Registration(Engine& engine, Id id, beast::tcp_stream& stream) : engine_{engine}, id_{id} {
    engine_.streams_.emplace(id, &stream);
  }
  ~Registration() {
    engine_.streams_.erase(id_);
    engine_.table_.remove(id_);
  }
  Registration(const Registration&) = delete;
  Registration& operator=(const Registration&) = delete;

 private:
  Engine& engine_;
  Id id_;
};

void HttpServer::Engine::start() {
  listen();
  asio::co_spawn(io_, accept(), asio::detached);
  thread_ = std::jthread{[this] {
    io_.run();
    const std::lock_guard lock{mutex_};
    finished_ = true;
    changed_.notify_all();
  }};
}

void HttpServer::Engine::listen() {
  const Listen listen = parse_listen(options_.listen);
  error_code error;
  acceptor_.open(listen.endpoint.protocol(), error);
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address{true}, error);
  if (!error) acceptor_.bind(listen.endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (error) throw WebError{fmt::format("{}: {}", listen.text, mend_of(error))};
  port_ = acceptor_.local_endpoint().port();
}

void HttpServer::Engine::stop() {
  if (!thread_.joinable()) {
    workers_.stop();
    return;
  }
  asio::post(io_, [this] {
    stopping_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    while (const auto idle = table_.evict_idle()) close(idle);
  });
  const bool quiet = wait_until_finished(stop_grace);
  workers_.stop();
  if (!quiet) {
    asio::post(io_, [this] {
      for (const auto& [id, stream] : streams_) stream->close();
    });
    if (!wait_until_finished(drain_time + stop_grace)) io_.stop();
  }
  thread_.join();
}

bool HttpServer::Engine::wait_until_finished(std::chrono::seconds longest) {
  std::unique_lock lock{mutex_};
  return changed_.wait_for(lock, longest, [this] { return finished_; });
}

asio::awaitable<void> HttpServer::Engine::accept() {
  while (acceptor_.is_open()) {
    tcp::socket socket{io_};
    error_code error;
    co_await acceptor_.async_accept(socket, into(error));
    if (stopping_) break;
    if (!error) {
      admit(std::move(socket));
      continue;
    }
    close(table_.evict_idle());  // most likely there are no file descriptors left
    asio::steady_timer pause{io_, std::chrono::milliseconds{50}};
    co_await pause.async_wait(into(error));
  }
}

void HttpServer::Engine::admit(tcp::socket socket) {
  error_code error;
  const auto peer = socket.remote_endpoint(error).address();
  if (error) return;  // gone already
  socket.set_option(tcp::no_delay{true}, error);
  const auto admission = table_.admit(peer.to_string(), peer.is_loopback());
  close(admission.evicted);
  if (admission.admitted) {
    asio::co_spawn(io_, serve(std::move(socket), *admission.admitted), asio::detached);
  } else if (being_refused_ < most_being_refused) {
    asio::co_spawn(io_, turn_away(std::move(socket)), asio::detached);
  }
}

void HttpServer::Engine::close(std::optional<Id> id) {
  const auto found = id ? streams_.find(*id) : streams_.end();
  if (found != streams_.end()) found->second->close();
}

asio::awaitable<void> HttpServer::Engine::turn_away(tcp::socket socket) {
  ++being_refused_;
  beast::tcp_stream stream{std::move(socket)};
  counts_.note("other", 503);
  Response full = problem(503, "too-many-connections", "too many connections are open; close some or come again soon");
  finish(full, Request{});
  const bool written = co_await write(stream, std::move(full), false, 11, false);
  if (written) co_await drain(stream);
  --being_refused_;
}

asio::awaitable<void> HttpServer::Engine::serve(tcp::socket socket, Id id) {
  beast::tcp_stream stream{std::move(socket)};
  const Registration registration{*this, id, stream};
  beast::flat_buffer buffer{std::size_t{2} * options_.limits.header_bytes};
  Next next = Next::again;
  while (next == Next::again && !stopping_) {
    const bool asked = co_await wait_for_request(stream, buffer, id);
    if (!asked) break;
    next = co_await exchange(stream, buffer);
  }
  if (next == Next::drain) co_await drain(stream);
  error_code ignored;
  stream.socket().shutdown(tcp::socket::shutdown_both, ignored);
}

/// Waits for a request's first bytes, unless they came behind the last one (pipelining).
asio::awaitable<bool> HttpServer::Engine::wait_for_request(beast::tcp_stream& stream, beast::flat_buffer& buffer,
                                                           Id id) {
  if (buffer.size() > 0) co_return true;
  table_.note_idle(id, std::chrono::steady_clock::now());
  stream.expires_after(options_.limits.idle_time);
  buffer.shrink_to_fit();
  error_code error;
  constexpr std::size_t first_read = 2048;
  const std::size_t count = co_await stream.async_read_some(buffer.prepare(first_read), into(error));
  buffer.commit(count);
  table_.note_busy(id);
  co_return !error;
}

asio::awaitable<Next> HttpServer::Engine::exchange(beast::tcp_stream& stream, beast::flat_buffer& buffer) {
  http::request_parser<http::string_body> parser;
  const error_code error = co_await read(stream, buffer, parser);
  if (!error) {
    const Next next = co_await answer(stream, parser.get());
    co_return next;
  }
  auto refusal = refusal_of(error, options_.limits);
  if (!refusal) co_return Next::close;
  counts_.note("other", refusal->status);
  finish(*refusal, Request{});
  const bool written = co_await write(stream, std::move(*refusal), false, 11, false);
  co_return written ? Next::drain : Next::close;
}

asio::awaitable<error_code> HttpServer::Engine::read(beast::tcp_stream& stream, beast::flat_buffer& buffer,
                                                     http::request_parser<http::string_body>& parser) {
  parser.header_limit(options_.limits.header_bytes);
  parser.body_limit(options_.limits.body_bytes);
  error_code error;
  stream.expires_after(options_.limits.header_time);
  co_await http::async_read_header(stream, buffer, parser, into(error));
  if (error || parser.is_done()) co_return error;
  stream.expires_after(options_.limits.body_time);
  if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    co_await asio::async_write(stream, asio::buffer(go_on.data(), go_on.size()), into(error));
    if (error) co_return error;
  }
  co_await http::async_read(stream, buffer, parser, into(error));
  co_return error;
}

asio::awaitable<Next> HttpServer::Engine::answer(beast::tcp_stream& stream,
                                                 const http::request<http::string_body>& message) {
  const auto view = [](beast::string_view text) { return std::string_view{text.data(), text.size()}; };
  Dispatched asked = dispatch(options_.routes, options_.limits, view(message.method_string()), view(message.target()),
                              view(message[http::field::if_none_match]));
  if (message.version() >= 11 && message.count(http::field::host) != 1) {
    asked.refused = problem(400, "no-host", "the header must have one Host field");
  }
  Response response;
  if (asked.refused) {
    response = std::move(*asked.refused);
  } else if (asked.route->at_once) {
    response = run_at_once(*asked.route, asked.request, options_.complain);
  } else {
    response = co_await by_worker(*asked.route, asked.request);
  }
  if (answer_bytes_ + response.body.size() > options_.limits.answer_bytes) response = busy(asked.request);
  finish(response, asked.request);
  counts_.note(asked.route_label(), response.status);
  const std::size_t bytes = response.body.size();
  const bool again = message.keep_alive() && !stopping_;
  answer_bytes_ += bytes;
  const bool written =
      co_await write(stream, std::move(response), message.method() == http::verb::head, message.version(), again);
  answer_bytes_ -= bytes;
  co_return written&& again ? Next::again : Next::close;
}

asio::awaitable<Response> HttpServer::Engine::by_worker(const Route& route, Request request) {
  const auto pending = std::make_shared<Pending>(io_);
  const bool taken = workers_.submit([this, pending, &route, request](DatabaseReader* reader) {
    auto response = std::make_shared<Response>(run_by_worker(route, request, reader, options_.complain));
    asio::post(io_, [pending, response] {
      pending->response = std::move(*response);
      pending->wake.cancel();
    });
  });
  if (!taken) co_return busy(request);
  error_code woken;
  while (!pending->response) co_await pending->wake.async_wait(into(woken));
  Response response = std::move(*pending->response);
  co_return response;
}

asio::awaitable<bool> HttpServer::Engine::write(beast::tcp_stream& stream, Response response, bool head,
                                                unsigned version, bool again) {
  constexpr std::size_t least_bytes_per_s = 64 * 1024;
  const std::size_t length = response.body.size();
  const bool bodiless = head || response.status == 304;
  http::response<http::string_body> message{http::int_to_status(static_cast<unsigned>(response.status)), version};
  message.set(http::field::date, http_date());
  if (!response.content_type.empty()) message.set(http::field::content_type, response.content_type);
  for (const auto& [name, value] : response.headers) message.insert(name, value);
  message.keep_alive(again);
  if (response.status != 304) message.content_length(length);
  if (!bodiless) message.body() = std::move(response.body);
  http::response_serializer<http::string_body> serializer{message};
  stream.expires_after(options_.limits.answer_time + std::chrono::seconds{length / least_bytes_per_s});
  error_code error;
  if (bodiless) {
    co_await http::async_write_header(stream, serializer, into(error));
  } else {
    co_await http::async_write(stream, serializer, into(error));
  }
  co_return !error;
}

/// Reads on for a moment what nobody wants, so that the peer gets the answer and no reset.
asio::awaitable<void> HttpServer::Engine::drain(beast::tcp_stream& stream) {
  error_code error;
  stream.socket().shutdown(tcp::socket::shutdown_send, error);
  stream.expires_after(drain_time);
  std::vector<char> scratch(std::size_t{16} * 1024);
  for (std::size_t drained = 0; !error && drained < most_drained;) {
    drained += co_await stream.async_read_some(asio::buffer(scratch), into(error));
  }
}

HttpServer::HttpServer(Options options, RequestCounts& counts)
    : engine_{std::make_unique<Engine>(std::move(options), counts)} {}
HttpServer::~HttpServer() = default;
void HttpServer::start() { engine_->start(); }
void HttpServer::stop() { engine_->stop(); }
std::uint16_t HttpServer::port() const { return engine_->port(); }

}  // namespace isocenter::web
