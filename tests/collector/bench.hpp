#pragma once

#include <map>
#include <memory>
#include <string>

#include "collector/collector.hpp"
#include "shared/node/node.hpp"
#include "tests/collector/chain.hpp"
#include "tests/fakes/memory_broker.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::collector::test {

/// A department in one thread: real nodes and the real collector on a broker in memory, with a clock the test turns.
class Bench {
 public:
  explicit Bench(ConfigurationLoaded loaded = department()) : loaded_{std::move(loaded)} {}

  Instant now() const { return now_; }
  fakes::MemoryBroker& broker() { return broker_; }
  const std::filesystem::path& folder() const { return folder_.path(); }
  std::filesystem::path store_path() const { return folder_ / "isocenter.db"; }
  FigureValues figures() const { return figures_->snapshot(); }
  ConfigurationLoaded& configuration() { return loaded_; }
  std::vector<contract::Contract>& contracts() { return contracts_; }

  void start_collector() {
    figures_ = std::make_unique<Figures>();
    own_outbox_ = std::make_unique<outbox::Outbox>(folder_ / "collector.outbox", limits());
    collector_ = std::make_unique<Collector>(
        CollectorOptions{site(), "collector test", heartbeat, store_path(), loaded_, contracts_}, *own_outbox_,
        [this](std::string id) { return std::make_unique<fakes::MemoryClient>(broker_, std::move(id)); }, *figures_,
        [this] { return now_; });
  }
  /// As if it had been killed.
  void kill_collector() {
    collector_.reset();
    own_outbox_.reset();
  }
  Collector& collector() { return *collector_; }

  node::Node& start_node(const std::string& name) {
    Peer& peer = peers_[name];
    peer = {};
    peer.outbox = std::make_unique<outbox::Outbox>(folder_ / (name + ".outbox"), limits());
    peer.client = std::make_unique<fakes::MemoryClient>(broker_, "isocenter.test." + name);
    peer.node = std::make_unique<node::Node>(
        node::NodeOptions{.site = site(), .name = node(name), .software = "agent test", .heartbeat = heartbeat},
        *peer.outbox, *peer.client);
    peer.node->start(now_);
    return *peer.node;
  }
  /// As a virtual machine that is paused: none of its clocks sees it.
  void freeze(const std::string& name, bool frozen) { peers_.at(name).frozen = frozen; }
  void kill_node(const std::string& name) { peers_.erase(name); }
  outbox::Outbox& outbox(const std::string& name) { return *peers_.at(name).outbox; }
  node::Node& peer(const std::string& name) { return *peers_.at(name).node; }

  void pass(std::chrono::milliseconds time) {
    constexpr std::chrono::milliseconds step{250};
    for (std::chrono::milliseconds gone{0}; gone < time; gone += step) turn(step);
  }
  void turn(std::chrono::milliseconds step) {
    now_ += step;
    monotonic_ += step;
    for (auto& [name, peer] : peers_) {
      if (peer.frozen)
        peer.behind += step;
      else
        peer.node->turn(now_ - peer.behind, monotonic_ - peer.behind);
    }
    for (int round = 0; round < 4; ++round) {
      broker_.deliver();
      if (collector_) collector_->turn(clocks());
    }
    broker_.deliver();
  }
  /// Until every node's events are in the log; false where that does not come.
  bool drain() {
    for (int turns = 0; turns < 2000; ++turns) {
      turn(std::chrono::milliseconds{250});
      bool empty = true;
      for (auto& [name, peer] : peers_) empty = empty && peer.node->unacknowledged() == 0;
      if (empty) return true;
    }
    return false;
  }
  /// Time that passes while nobody turns.
  void skip(std::chrono::milliseconds time) {
    now_ += time;
    monotonic_ += time;
  }

  static constexpr std::chrono::seconds heartbeat{1};
  static SiteName site() { return *SiteName::parse("test"); }

 private:
  struct Peer {
    std::unique_ptr<outbox::Outbox> outbox;
    std::unique_ptr<fakes::MemoryClient> client;
    std::unique_ptr<node::Node> node;
    bool frozen = false;
    std::chrono::milliseconds behind{0};
  };

  static outbox::OutboxLimits limits() {
    outbox::OutboxLimits limits;
    limits.ballast_bytes = 0;
    return limits;
  }
  process::ClockReading clocks() const {
    return {.wall = now_,
            .monotonic = monotonic_,
            .since_boot = monotonic_.time_since_epoch(),
            .undisciplined = monotonic_.time_since_epoch(),
            .synchronised = true};
  }

  ConfigurationLoaded loaded_;
  std::vector<contract::Contract> contracts_;
  fakes::TemporaryFolder folder_;
  fakes::MemoryBroker broker_;
  Instant now_ = at(0);
  std::chrono::steady_clock::time_point monotonic_{std::chrono::hours{1}};
  std::map<std::string, Peer> peers_;
  std::unique_ptr<Figures> figures_;
  std::unique_ptr<outbox::Outbox> own_outbox_;
  std::unique_ptr<Collector> collector_;
};

/// Single values from the store, read as `report` would.
inline std::int64_t query(const std::filesystem::path& store, std::string_view sql) {
  sqlite::Database database{store, sqlite::Database::Mode::read_only};
  sqlite::Statement statement{database, sql};
  return statement.step() && !statement.is_null(0) ? statement.integer(0) : -1;
}

}  // namespace isocenter::collector::test
