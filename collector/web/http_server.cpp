#include "collector/web/http_server.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "collector/web/answer_budget.hpp"
#include "collector/web/connection_table.hpp"
#include "collector/web/dispatch.hpp"
#include "collector/web/http_io.hpp"
#include "collector/web/live_stream.hpp"
#include "collector/web/problem.hpp"
#include "collector/web/router.hpp"
#include "collector/web/tls_context.hpp"
#include "collector/web/workers.hpp"

namespace isocenter::web {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::size_t most_being_refused = 64;
constexpr std::chrono::seconds stop_grace{2};

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
        budget_{options_.limits},
        readers_{options_.database, options_.limits, options_.limits.workers},
        doers_{options_.database, options_.limits, options_.limits.doers},
        hashers_{options_.database, options_.limits, options_.limits.hashers} {
    if (options_.certificate) tls_.emplace(make_tls_context(*options_.certificate));
  }
  ~Engine() { stop(); }

  void start();
  void stop();
  std::uint16_t port() const { return port_; }
  const std::vector<Route>& routes() const { return options_.routes; }

 private:
  class Registration;
  using Id = ConnectionTable::Id;

  void listen();
  asio::awaitable<void> accept();
  void admit(tcp::socket socket);
  asio::awaitable<void> turn_away(tcp::socket socket);
  asio::awaitable<void> serve(tcp::socket socket, Id id, Peer peer);
  asio::awaitable<bool> wait_for_request(Stream& stream, Buffer& buffer, Id id);
  asio::awaitable<Next> exchange(Stream& stream, Buffer& buffer, const Peer& peer);
  asio::awaitable<Next> answer(Stream& stream, const Received& received, const Peer& peer);
  std::optional<Response> refusal_of(const Dispatched& asked, const Received& received, Request& request) const;
  asio::awaitable<Next> stream_changes(Stream& stream, const Received& received, const Dispatched& asked,
                                       const Peer& peer);
  Workers& workers_for(const Route& route);
  void stop_workers();
  asio::awaitable<Response> by_worker(const Route& route, Request request, const Peer& peer);
  void close(std::optional<Id> id);
  bool wait_until_finished(std::chrono::seconds longest);

  Options options_;
  RequestCounts& counts_;
  ConnectionTable table_;
  AnswerBudget budget_;
  std::map<Id, Stream*> streams_;                 ///< of bytes: all connections
  std::map<std::string, std::size_t> listeners_;  ///< streams of events, by address
  std::size_t listeners_together_ = 0;
  std::size_t being_refused_ = 0;
  bool stopping_ = false;
  Workers readers_, doers_, hashers_;
  std::optional<asio::ssl::context> tls_;
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
  Registration(Engine& engine, Id id, Stream& stream) : engine_{engine}, id_{id} {
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
  error_code error;
  const tcp::endpoint endpoint{asio::ip::make_address(options_.listen.host, error), options_.listen.port};
  if (!error) acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address{true}, error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (error) throw WebError{fmt::format("{}: {}", to_string(options_.listen), mend_of(error))};
  port_ = acceptor_.local_endpoint().port();
}

void HttpServer::Engine::stop() {
  if (!thread_.joinable()) {
    stop_workers();
    return;
  }
  asio::post(io_, [this] {
    stopping_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    while (const auto idle = table_.evict_idle()) close(idle);
  });
  const bool quiet = wait_until_finished(stop_grace);
  stop_workers();
  if (!quiet) {
    asio::post(io_, [this] {
      for (const auto& [id, stream] : streams_) stream->close();
    });
    if (!wait_until_finished(stop_grace)) io_.stop();
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
  const auto address = socket.remote_endpoint(error).address();
  if (error) return;  // gone already
  Peer peer{.address = address.to_string(), .loopback = address.is_loopback()};
  socket.set_option(tcp::no_delay{true}, error);
  const auto admission = table_.admit(peer.address, peer.loopback);
  close(admission.evicted);
  if (admission.admitted) {
    asio::co_spawn(io_, serve(std::move(socket), *admission.admitted, std::move(peer)), asio::detached);
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
  Stream stream{std::move(socket), tls_ ? &*tls_ : nullptr};
  const bool understood = co_await stream.shake_hands(options_.limits.header_time);
  if (!understood) {
    --being_refused_;
    co_return;
  }
  counts_.note("other", 503);
  Response full = problem(503, "too-many-connections", "too many connections are open; close some or come again soon");
  finish(full, Request{}, tls_.has_value());
  const bool written = co_await write_response(stream, std::move(full), Manner{}, options_.limits);
  if (written) co_await drain(stream);
  --being_refused_;
}

asio::awaitable<void> HttpServer::Engine::serve(tcp::socket socket, Id id, Peer peer) {
  Stream stream{std::move(socket), tls_ ? &*tls_ : nullptr};
  const Registration registration{*this, id, stream};
  table_.note_idle(id, std::chrono::steady_clock::now());  // who does not shake hands is the first to make room
  const bool understood = co_await stream.shake_hands(options_.limits.header_time);
  table_.note_busy(id);
  if (!understood) co_return;
  Buffer buffer{std::size_t{2} * options_.limits.header_bytes};
  Next next = Next::again;
  while (next == Next::again && !stopping_) {
    const bool asked = co_await wait_for_request(stream, buffer, id);
    if (!asked) break;
    next = co_await exchange(stream, buffer, peer);
  }
  if (next == Next::drain) co_await drain(stream);
  if (next == Next::close) co_await stream.say_end(std::chrono::seconds{1});
  error_code ignored;
  stream.socket().shutdown(tcp::socket::shutdown_both, ignored);
}

/// Waits for a request's first bytes, unless they came behind the last one (pipelining).
asio::awaitable<bool> HttpServer::Engine::wait_for_request(Stream& stream, Buffer& buffer, Id id) {
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

asio::awaitable<Next> HttpServer::Engine::exchange(Stream& stream, Buffer& buffer, const Peer& peer) {
  Reading reading = co_await read_request(stream, buffer, options_.limits);
  if (reading.request) {
    reading.request->address = peer.address;
    reading.request->loopback = peer.loopback;
    const Next next = co_await answer(stream, *reading.request, peer);
    co_return next;
  }
  if (!reading.refusal) co_return Next::close;
  counts_.note("other", reading.refusal->status);
  finish(*reading.refusal, Request{}, tls_.has_value());
  const bool written = co_await write_response(stream, std::move(*reading.refusal), Manner{}, options_.limits);
  co_return written ? Next::drain : Next::close;
}

asio::awaitable<Next> HttpServer::Engine::answer(Stream& stream, const Received& received, const Peer& peer) {
  Dispatched asked = dispatch(options_.routes, options_.limits, received);
  const bool is_misled = wrong_host(received, options_.hosts).has_value();
  if (auto refused = refusal_of(asked, received, asked.request)) asked.refused = std::move(refused);
  Response response;
  if (asked.refused) {
    response = std::move(*asked.refused);
  } else if (asked.route->live) {
    const Next next = co_await stream_changes(stream, received, asked, peer);
    co_return next;
  } else if (asked.route->at_once) {
    response = run_at_once(*asked.route, asked.request, options_.complain);
  } else {
    response = co_await by_worker(*asked.route, asked.request, peer);
  }
  std::size_t bytes = response.body.size();
  if (!budget_.take(peer, bytes)) {
    response = busy(asked.request);
    bytes = 0;
  }
  finish(response, asked.request, tls_.has_value());
  counts_.note(asked.route_label(), response.status);
  const Manner manner{.head = received.method == "HEAD",
                      .version = received.version,
                      .again = received.keep_alive && !stopping_ && !is_misled};
  const bool written = co_await write_response(stream, std::move(response), manner, options_.limits);
  if (bytes > 0) budget_.give_back(peer, bytes);
  co_return written&& manner.again ? Next::again : Next::close;
}

/// Why the request is not answered: its host, its path, who asks, or what it says; asked in this order, so that nobody
/// learns of a route more than he may.
std::optional<Response> HttpServer::Engine::refusal_of(const Dispatched& asked, const Received& received,
                                                       Request& request) const {
  if (auto wrong = wrong_host(received, options_.hosts)) return wrong;
  if (asked.refused) return asked.refused;
  const Route& route = *asked.route;
  if (options_.gate == nullptr && route.least) {
    return problem(401, "not-signed-in", "nobody can sign in here", route.path);
  }
  if (options_.gate != nullptr) {
    if (auto turned_away = options_.gate->turn_away(route, received, request)) return turned_away;
  }
  request.body = received.body;
  return wrong_request(route, received, request);
}

/// Tells what changes until the peer goes, the session ends or the server stops. It waits on no worker.
asio::awaitable<Next> HttpServer::Engine::stream_changes(Stream& stream, const Received& received,
                                                         const Dispatched& asked, const Peer& peer) {
  std::size_t& of_address = listeners_[peer.address];
  const bool is_full = listeners_together_ >= options_.limits.streams ||
                       (!peer.loopback && of_address >= options_.limits.streams_of_address);
  if (is_full || received.method == "HEAD") {
    if (of_address == 0) listeners_.erase(peer.address);
    Response response = is_full ? busy(asked.request) : Response{.content_type = std::string{stream_type}};
    finish(response, asked.request, tls_.has_value());
    counts_.note(asked.route_label(), response.status);
    const bool written = co_await write_response(stream, std::move(response), {.head = !is_full}, options_.limits);
    co_return written ? Next::drain : Next::close;
  }
  ++of_address;
  ++listeners_together_;
  counts_.note(asked.route_label(), 200);
  LiveStream live{stream, *options_.changes, options_.limits, tls_.has_value()};
  co_await live.run([&] {
    return !stopping_ && (options_.gate == nullptr || options_.gate->is_still_welcome(*asked.route, received));
  });
  --listeners_together_;
  if (--listeners_[peer.address] == 0) listeners_.erase(peer.address);
  co_return Next::close;
}

Workers& HttpServer::Engine::workers_for(const Route& route) {
  if (route.takes_password) return hashers_;
  return is_change(route.method) ? doers_ : readers_;
}

void HttpServer::Engine::stop_workers() {
  for (Workers* const workers : {&readers_, &doers_, &hashers_}) workers->stop();
}

asio::awaitable<Response> HttpServer::Engine::by_worker(const Route& route, Request request, const Peer& peer) {
  if (!budget_.begin_waiting(peer)) co_return busy(request);
  const auto pending = std::make_shared<Pending>(io_);
  const bool taken = workers_for(route).submit([this, pending, &route, request](DatabaseReader* reader) {
    auto response = std::make_shared<Response>(run_by_worker(route, request, reader, options_.complain));
    asio::post(io_, [pending, response] {
      pending->response = std::move(*response);
      pending->wake.cancel();
    });
  });
  error_code woken;
  while (taken && !pending->response) co_await pending->wake.async_wait(into(woken));
  budget_.end_waiting(peer);
  if (!taken) co_return busy(request);
  Response response = std::move(*pending->response);
  co_return response;
}

HttpServer::HttpServer(Options options, RequestCounts& counts)
    : engine_{std::make_unique<Engine>(std::move(options), counts)} {}
HttpServer::~HttpServer() = default;
const std::vector<Route>& HttpServer::routes() const { return engine_->routes(); }
void HttpServer::start() { engine_->start(); }
void HttpServer::stop() { engine_->stop(); }
std::uint16_t HttpServer::port() const { return engine_->port(); }

}  // namespace isocenter::web
