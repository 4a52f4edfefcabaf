#include "collector/web/server.hpp"

#include "collector/web/derived_counters.hpp"
#include "collector/web/routes.hpp"

namespace isocenter::web {

struct Server::Parts {
  Options options;
  RequestCounts counts;
  DerivedCounters counters;
  HttpServer server;

  explicit Parts(Options given)
      : options{std::move(given)},
        counters{now_utc()},
        server{HttpServer::Options{.listen = options.listen,
                                   .database = options.database,
                                   .routes = make_routes(options, counts, counters),
                                   .limits = options.limits,
                                   .complain = options.complain},
               counts} {}
};

Server::Server(Options options) : parts_{std::make_unique<Parts>(std::move(options))} {}
Server::~Server() = default;

void Server::start() { parts_->server.start(); }
void Server::stop() { parts_->server.stop(); }
std::uint16_t Server::port() const { return parts_->server.port(); }

}  // namespace isocenter::web
