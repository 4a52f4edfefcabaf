#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "collector/web/limits.hpp"
#include "collector/web/listen_address.hpp"
#include "collector/web/request_counts.hpp"
#include "collector/web/route.hpp"

namespace isocenter::web {

/// The address cannot be listened on; says why and the mend.
class WebError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// HTTP/1.1 over one thread of coroutines: a connection costs a few kilobytes, however slow its peer. Routes that read
/// the database run on workers. Every answer carries the headers of a careful site.
class HttpServer {
 public:
  struct Options {
    ListenAddress listen;
    std::filesystem::path database;
    std::vector<Route> routes;
    Limits limits;
    std::function<void(const std::string&)> complain;  ///< one line for the log; from any thread
  };
  /// `counts` outlives the server.
  HttpServer(Options options, RequestCounts& counts);
  ~HttpServer();  ///< stops

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
