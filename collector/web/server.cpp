#include "collector/web/server.hpp"

#include "collector/web/derived_counters.hpp"
#include "collector/web/gate.hpp"
#include "collector/web/routes.hpp"

namespace isocenter::web {
namespace {

/// False: to be told again. What is refused for good is said in the program's log and not told again.
bool tell(const Options& options, const std::vector<NewEvent>& events) {
  const auto said = options.say(events);
  if (said || said.error().where == "kept") return true;
  if (said.error().kind != ErrorKind::invalid) return false;
  if (options.complain) options.complain("an event of access was not taken: " + to_string(said.error()));
  return true;
}

access::Options access_options(const Options& options) {
  access::Options made;
  made.file = options.users.empty() ? access::UsersFile::beside(options.database) : options.users;
  made.times = options.session_times;
  made.complain = options.complain;
  made.cost = options.password_cost;
  if (options.clock) made.steady = options.clock;
  if (options.say) made.tell = [&options](const std::vector<NewEvent>& events) { return tell(options, events); };
  return made;
}

}  // namespace

struct Server::Parts {
  Options options;
  access::Access access;
  Gate gate;
  RequestCounts counts;
  DerivedCounters counters;
  HttpServer server;

  explicit Parts(Options given)
      : options{std::move(given)},
        access{access_options(options)},
        gate{access, options.over_tls()},
        counters{now_utc()},
        server{HttpServer::Options{.listen = options.listen,
                                   .database = options.database,
                                   .certificate = options.certificate,
                                   .hosts = options.hosts,
                                   .routes = make_routes(options, access, counts, counters),
                                   .gate = &gate,
                                   .changes = options.changes,
                                   .limits = options.limits,
                                   .complain = options.complain},
               counts} {}
};

Server::Server(Options options) : parts_{std::make_unique<Parts>(std::move(options))} {}
Server::~Server() = default;

void Server::start() { parts_->server.start(); }
void Server::stop() { parts_->server.stop(); }
std::uint16_t Server::port() const { return parts_->server.port(); }
const std::vector<Route>& Server::routes() const { return parts_->server.routes(); }

}  // namespace isocenter::web
