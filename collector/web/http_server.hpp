#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collector/web/certificate.hpp"
#include "collector/web/changes.hpp"
#include "collector/web/gate.hpp"
#include "collector/web/limits.hpp"
#include "collector/web/listen_address.hpp"
#include "collector/web/request_counts.hpp"
#include "collector/web/route.hpp"

namespace isocenter::web {

/// HTTP/1.1 over one thread of coroutines: a connection costs a few kilobytes, however slow its peer. Routes that read
/// the database, hash a password or change something run on workers. Every answer carries the headers of a careful
/// site.
class HttpServer {
 public:
  struct Options {
    ListenAddress listen;
    std::filesystem::path database;
    std::optional<Certificate> certificate;  ///< TLS, where it is set
    std::vector<std::string> hosts;          ///< none: any
    std::vector<Route> routes;
    const Gate* gate = nullptr;        ///< outlives the server; without one only what is open to all is answered
    std::shared_ptr<Changes> changes;  ///< for routes that are live
    Limits limits;
    std::function<void(const std::string&)> complain;  ///< one line for the log; from any thread
  };
  /// `counts` outlives the server.
  HttpServer(Options options, RequestCounts& counts);
  ~HttpServer();  ///< stops

  const std::vector<Route>& routes() const;

  /// Listens and serves from a thread of its own. Throws WebError.
  void start();
  /// Ends idle connections at once, gives those that are being answered two seconds. May be called twice.
  void stop();
  std::uint16_t port() const;  ///< after start

  class Engine;

 private:
  std::unique_ptr<Engine> engine_;
};

}  // namespace isocenter::web
