#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "shared/core/names.hpp"
#include "shared/mqtt/client.hpp"
#include "shared/wire/batch.hpp"
#include "shared/wire/status.hpp"

namespace isocenter::fakes {

/// The collector's half of the protocol in its fewest words (docs/protocol.md), in memory: takes what it expects next,
/// answers everything with what it has. On any mqtt::Client; all but the client's callbacks belongs to one thread.
class ModelCollector {
 public:
  struct Head {
    std::uint64_t through = 0;
    Digest digest;
    bool operator==(const Head&) const = default;
  };
  struct Stored {
    std::string node;
    Epoch epoch;
    wire::WireEvent event;
  };
  using Heads = std::map<std::pair<std::string, Epoch>, Head>;

  ModelCollector(SiteName site, mqtt::Client& client);

  void start();
  /// Takes what has arrived, answers, and says that it is there. `now` goes into its status.
  void turn(Instant now);
  /// Its status goes offline and it answers no more until `resume`; the connection stays.
  void pause(Instant now);
  /// As after a restart: a new instance, and what it holds as `log` and `heads` were then.
  void resume(Instant now);

  const std::vector<Stored>& log() const { return state_.log; }
  const Heads& heads() const { return state_.heads; }
  const std::map<std::string, wire::NodeStatus>& statuses() const { return statuses_; }
  std::uint64_t skipped_renamed() const { return skipped_renamed_; }  ///< held under their birth names already
  std::uint64_t batches() const { return batches_; }

  /// All it holds, to be put back later: a backup.
  struct State {
    std::vector<Stored> log;
    Heads heads;
    std::set<BirthName> names;
  };
  State back_up() const { return state_; }
  void restore(State state) { state_ = std::move(state); }

  std::string store = "ok";  ///< what it says of its disk
  std::function<bool(const wire::Batch&)> can_read = [](const auto&) { return true; };

 private:
  void take(const std::string& node, const wire::Batch& batch);
  void store_events(const std::string& node, const wire::Batch& batch, Head& head);
  void answer(const std::string& node, const wire::Batch& batch, bool unreadable);
  void say_status(bool online, Instant now);

  SiteName site_;
  mqtt::Client& client_;
  std::shared_ptr<struct ModelInbox> inbox_;
  State state_;
  std::map<std::string, wire::NodeStatus> statuses_;
  std::string instance_;
  int instances_ = 0;
  bool is_subscribed_ = false;
  bool is_paused_ = false;
  std::uint64_t skipped_renamed_ = 0, batches_ = 0;
};

}  // namespace isocenter::fakes
