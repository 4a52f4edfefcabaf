#pragma once

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "collector/alerts.hpp"
#include "collector/connection.hpp"
#include "collector/inbox.hpp"
#include "collector/ingest/figures.hpp"
#include "collector/ingest/liveness.hpp"
#include "collector/ledger.hpp"
#include "collector/own_events.hpp"
#include "collector/publisher.hpp"
#include "collector/spoken.hpp"
#include "collector/store/suspects.hpp"
#include "shared/process/clock_watch.hpp"

namespace isocenter::collector {

struct CollectorOptions {
  SiteName site;
  std::string version;  ///< program and version
  std::chrono::seconds heartbeat{10};
  std::filesystem::path store;
  ConfigurationLoaded loaded;
  std::vector<contract::Contract> contracts{};  ///< in force from the start on
  /// After a commit, from the loop's thread: devices whose tables changed, and whether people's sayings were in it.
  /// Must not wait.
  std::function<void(const std::vector<DeviceName>&, bool)> on_commit{};
};

/// The ingest loop: takes what has arrived, commits it with all that derives from it, and only then acknowledges.
/// One thread; the inbox is where others reach it.
class Collector {
 public:
  /// `clock` tells the time of receipt, from any thread. Throws StoreError where the store is in use or cannot be
  /// opened.
  Collector(CollectorOptions options, outbox::Outbox& outbox, MakeClient make_client, Figures& figures,
            std::function<Instant()> clock);
  ~Collector();

  /// One turn; never blocks but on the disk. Throws ForeignCollector.
  void turn(const process::ClockReading& clocks);
  /// Turns each second, and at once when something arrives, until `stop`.
  void run(std::stop_token stop);
  /// Writes events in the collector's own name, from any thread but the loop's; waits until they are committed.
  Result<std::vector<Said>> say(std::vector<NewEvent> events, std::chrono::milliseconds patience) {
    return spoken_.say(std::move(events), patience);
  }
  /// Says offline and disconnects.
  void stop(std::chrono::milliseconds patience);

 private:
  using Deliveries = std::vector<Delivery>;

  std::chrono::milliseconds until_next_turn() const;
  void watch_clocks(const process::ClockReading& clocks);
  void watch_connection(std::chrono::steady_clock::time_point monotonic);
  void take_arrivals(bool beat);
  void take_group(std::span<Arrival> group, bool beat);
  void read(const Arrival& arrival, Deliveries& deliveries);
  void read_batch(const NodeName& node, const Arrival& arrival, Deliveries& deliveries);
  void commit(const Deliveries& deliveries, bool beat);
  void write_own();
  void write_spoken();
  bool answer_spoken();
  bool open_store();
  void note_store_mended();
  void fail_store(const sqlite::StoreError& error);

  void answer(const Deliveries& deliveries, const Gulp& gulp);
  void answer_store_away(const Deliveries& deliveries);
  void answer_unreadable(const NodeName& node, const Arrival& arrival, std::string_view why);
  void note(const Deliveries& deliveries, const Gulp& gulp);
  void note_clock(const NodeName& node, Milliseconds difference);
  void note_instance(const NodeName& node, const wire::NodeStatus& status);
  void note_start(const NodeName& node, Instant when);

  void beat(bool is_due);
  void publish_snapshots();
  void publish_snapshot(const ConfiguredDevice& device);
  void publish_alerts();
  void watch_silence();
  void show_figures();

  CollectorOptions options_;
  Figures& figures_;
  StoreLock lock_;
  Suspects suspects_;
  Inbox inbox_;
  Spoken spoken_;
  OwnEvents own_;
  Ledger ledger_;
  Liveness liveness_;
  Connection connection_;
  Publisher publisher_;
  Alerts alerts_;
  process::ClockWatch clock_watch_;

  Instant now_{};
  std::chrono::steady_clock::time_point monotonic_{};
  std::chrono::steady_clock::time_point next_beat_{}, next_open_{}, next_forget_{}, next_quarantine_{},
      next_complaint_{};
  std::chrono::steady_clock::time_point last_commit_{};
  std::chrono::milliseconds reopen_after_{1000};
  std::optional<Instant> online_since_;
  bool complained_ = false;
  bool joined_ = false;  ///< just now: everything retained is to be published
  std::string store_word_ = "ok";
  std::vector<NewEvent> waiting_;  ///< own events not yet in the outbox
  /// Said by people: in the outbox, not yet known to be in the log.
  std::vector<std::pair<Spoken::Pending, std::vector<BirthName>>> unanswered_;
  std::set<DeviceName> untold_;  ///< whose tables changed since their last snapshot
  std::map<DeviceName, std::chrono::steady_clock::time_point> told_at_;
  std::optional<std::chrono::steady_clock::time_point> next_snapshot_;
  std::set<std::string> published_alerts_;
  std::map<NodeName, std::vector<Instant>> starts_;                            ///< of the last hour
  std::map<NodeName, std::pair<std::string, std::deque<Instant>>> instances_;  ///< the present one, changes of late
};

}  // namespace isocenter::collector
