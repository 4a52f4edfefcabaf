#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "collector/inbox.hpp"
#include "shared/core/names.hpp"
#include "shared/mqtt/client.hpp"
#include "shared/wire/status.hpp"

namespace isocenter::collector {

/// Another collector serves this site: the program ends with exit 1 and these words.
class ForeignCollector : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

using MakeClient = std::function<std::unique_ptr<mqtt::Client>(std::string client_id)>;

/// The collector's place at the broker. Before it takes its client id, and whenever it lost the connection, it looks
/// under another id for a collector of the same site that is alive, so that two never take turns. One thread at a time.
class Connection {
 public:
  /// `arrivals` gets every message and is woken when something about the connection changes.
  Connection(SiteName site, std::chrono::seconds heartbeat, std::string version, Instant started,
             MakeClient make_client, Inbox& arrivals);
  ~Connection();

  enum class Change { none, online, lost };
  /// Goes on with looking, joining, subscribing. Throws ForeignCollector.
  Change turn(std::chrono::steady_clock::time_point monotonic);

  bool is_online() const { return phase_ == Phase::online; }
  /// Of the present connection; new at each.
  const std::string& instance() const { return instance_; }
  wire::CollectorStatus status(bool online, std::uint64_t retained_topics, Instant at) const;

  /// Dropped without a word while not online.
  void publish(const std::string& topic, std::string payload);
  void publish_retained(const std::string& topic, std::string payload);
  /// Says offline and disconnects.
  void stop(std::chrono::milliseconds patience, Instant at);

 private:
  enum class Phase { idle, looking, joining, online };
  /// What callbacks of the library's thread leave for the loop.
  struct Signals {
    std::mutex mutex;
    bool connected = false, subscribed = false, lost = false;
    std::string next_instance;
    std::vector<std::pair<wire::CollectorStatus, bool>> seen;  ///< statuses and whether retained
  };

  void begin_look();
  bool look_is_over(std::chrono::steady_clock::time_point monotonic);
  void join();
  mqtt::Client::Callbacks look_callbacks(const std::shared_ptr<Signals>& signals);
  mqtt::Client::Callbacks main_callbacks(const std::shared_ptr<Signals>& signals);

  SiteName site_;
  std::chrono::seconds heartbeat_;
  std::string version_;
  Instant started_;
  MakeClient make_client_;
  Inbox& arrivals_;
  std::string status_topic_;
  Phase phase_ = Phase::idle;
  std::shared_ptr<Signals> signals_;
  std::unique_ptr<mqtt::Client> client_;
  std::string instance_;
  std::set<std::string> own_instances_;
  std::chrono::steady_clock::time_point looking_since_{};
  bool sees_foreign_ = false;
};

/// 32 random hexadecimal characters.
std::string random_instance();

}  // namespace isocenter::collector
