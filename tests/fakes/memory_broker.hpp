#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "shared/mqtt/client.hpp"

namespace isocenter::fakes {

class MemoryClient;

/// Whether `filter` ('+' for a level, '#' at the end for all that follow) takes `topic`.
bool matches(std::string_view filter, std::string_view topic);

/// A whole broker in memory: retained messages, wills, filters, clean sessions. Single-threaded and deterministic:
/// nothing moves until the test calls `deliver`; callbacks run in there. Clients must not outlive their broker.
class MemoryBroker {
 public:
  /// A message on its last stretch, from the broker to one subscriber.
  struct Flight {
    const std::string& topic;
    const std::string& to;  ///< client id
    bool retained;          ///< published as retained: a real broker loses those only with the connection
  };
  enum class Fate { deliver, drop, delay, duplicate };

  /// Decides over each flight that is neither retained nor a will; unset: all are delivered.
  void set_fate(std::function<Fate(const Flight&)> fate) { fate_ = std::move(fate); }

  /// One round: lets clients in, then moves what lay on its way when the round began. What callbacks publish moves in
  /// the next round. Returns how much moved.
  std::size_t deliver();
  /// Rounds until nothing moves any more, at most `rounds`; delayed flights come as well.
  void settle(int rounds = 1000);

  /// The broker dies: all connections break, wills die with it. Retained messages too, unless it had written them.
  void kill(bool keeps_retained = false);
  void start();
  bool is_running() const { return running_; }
  /// The connection of one client breaks; its will is published.
  void cut(const std::string& client_id);
  /// The client's attempts to connect fail until it is let in again.
  void lock_out(const std::string& client_id) { locked_out_.insert(client_id); }
  void let_in(const std::string& client_id) { locked_out_.erase(client_id); }

  const std::map<std::string, std::string>& retained() const { return retained_; }
  std::uint64_t published(std::string_view filter) const;  ///< how many messages to topics it takes came in so far

 private:
  friend class MemoryClient;
  struct Connection {
    MemoryClient* client;
    std::optional<mqtt::Message> will;
    std::set<std::string> filters;
  };
  struct Parcel {
    std::string to;
    std::uint64_t connection;  ///< lost with that connection
    std::function<void(MemoryClient&)> act;
  };

  void join(MemoryClient& client);
  void leave(MemoryClient& client, bool with_will, const std::string& reason);
  void subscribe(MemoryClient& client, const std::vector<std::string>& filters);
  void publish(const std::string& topic, const std::string& payload, bool retained);
  void route(const std::string& topic, const std::string& payload, bool retained, bool is_will);
  void send(const std::string& to, std::uint64_t connection, mqtt::Message message);
  void connect_waiting();

  bool running_ = true;
  std::uint64_t next_connection_ = 1;
  std::vector<MemoryClient*> clients_;               ///< started ones, connected or not
  std::map<std::uint64_t, Connection> connections_;  ///< by number, so in order of connecting
  std::map<std::string, std::string> retained_;
  std::map<std::string, std::uint64_t> counts_;
  std::set<std::string> locked_out_;
  std::deque<Parcel> parcels_;
  std::function<Fate(const Flight&)> fate_;
};

/// mqtt::Client on a MemoryBroker. Tries to connect at each round while it has no connection.
class MemoryClient : public mqtt::Client {
 public:
  MemoryClient(MemoryBroker& broker, std::string client_id) : broker_{broker}, client_id_{std::move(client_id)} {}
  /// As if its program had been killed: the will is published.
  ~MemoryClient() override;

  void start(Callbacks callbacks) override;
  void subscribe(const std::vector<std::string>& filters) override;
  void publish(const std::string& topic, std::string payload) override;
  void publish_retained(const std::string& topic, std::string payload) override;
  bool is_connected() const override { return connection_ != 0; }
  void stop(std::chrono::milliseconds patience) override;

  const std::string& client_id() const { return client_id_; }

 private:
  friend class MemoryBroker;
  MemoryBroker& broker_;
  std::string client_id_;
  Callbacks callbacks_;
  std::uint64_t connection_ = 0;
  bool started_ = false;
};

}  // namespace isocenter::fakes
