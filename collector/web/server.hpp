#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "collector/access/access.hpp"
#include "collector/ingest/figures.hpp"
#include "collector/report/request.hpp"
#include "collector/said.hpp"
#include "collector/web/changes.hpp"
#include "collector/web/health.hpp"
#include "collector/web/http_server.hpp"
#include "collector/web/limits.hpp"
#include "collector/web/route.hpp"

namespace isocenter::web {

/// What the collector hands its web server. The functions may be called from any thread and do not wait.
struct Options {
  ListenAddress listen;                    ///< [web] listen
  std::filesystem::path database;          ///< read only; may come into being later
  std::optional<Certificate> certificate;  ///< [web] certificate and key: TLS
  std::vector<std::string> hosts;          ///< [web] hosts: names it is called by; none: any
  std::filesystem::path users;             ///< the file of users; where it is empty, the one beside the database
  access::SessionTimes session_times;
  access::Cost password_cost = access::Cost::interactive;
  std::function<access::Time()> clock;  ///< of sessions; the machine's where it is not set
  std::string title;                    ///< of the site
  report::Site site;
  std::string version;  ///< of the program
  std::string commit;   ///< it was built from; may be empty
  std::function<collector::FigureValues()> figures;
  std::function<Health()> health;
  /// Writes events in the collector's own name and waits until they are committed; from a worker's thread only.
  std::function<Result<std::vector<collector::Said>>(std::vector<NewEvent>)> say;
  std::function<void(const std::string&)> complain;                ///< a line for the log
  std::shared_ptr<Changes> changes = std::make_shared<Changes>();  ///< what browsers are told of as it happens
  Limits limits;

  bool over_tls() const { return certificate.has_value(); }
};

/// The collector's web server: page, health, metrics and API, all from one table of routes.
class Server {
 public:
  /// Throws StoreError where the users' file cannot be opened.
  explicit Server(Options options);
  ~Server();  ///< stops

  /// Listens and serves from threads of its own. Throws WebError, which names address, reason and mend.
  void start();
  /// Lets go of the port at once and returns when all threads have ended.
  void stop();
  std::uint16_t port() const;  ///< after start
  const std::vector<Route>& routes() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace isocenter::web
