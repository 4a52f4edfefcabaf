#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "collector/contract/contract.hpp"
#include "collector/deriver.hpp"
#include "collector/ingest/judge.hpp"
#include "collector/own_events.hpp"
#include "collector/store/quarantine.hpp"
#include "collector/store/store.hpp"

namespace isocenter::collector {

/// A readable batch and when it came.
struct Delivery {
  NodeName node;
  wire::Batch batch;
  Instant received;
};

/// What one transaction did.
struct Gulp {
  struct Answer {
    ChainHead head;                       ///< of the delivery's epoch, after it
    std::uint64_t added = 0;              ///< rows
    std::optional<Instant> newest;        ///< `when` of the last row
    Milliseconds difference{0};           ///< the epoch's least
    std::optional<Milliseconds> stepped;  ///< sum of clock.stepped in it
    std::optional<Instant> started;       ///< `when` of the node.started in it
  };
  struct Loss {
    NodeName node;
    std::string reason;
    std::uint64_t events = 0;
  };
  std::vector<Answer> answers;  ///< one for each delivery
  std::map<std::string, std::uint64_t> rejected;
  std::vector<Loss> losses;
  std::set<NodeName> rolled_back;                ///< sent events under another name than they were born with
  std::map<NodeName, std::uint64_t> never_came;  ///< events of the epoch before a start that the log does not have
  std::vector<DeviceName> changed;
  bool committed = false;  ///< false: there was nothing to do
  double seconds = 0;
};

/// The store while it is open: takes batches, derives, commits. After a StoreError close it: what it remembers may be
/// ahead of what is on disk. One thread at a time.
class Ledger {
 public:
  /// `contracts`: those in force from now on.
  Ledger(std::filesystem::path path, const ConfigurationLoaded& loaded, std::vector<contract::Contract> contracts = {});
  ~Ledger();

  /// Opens the store and compares it with the collector's own outbox. Writes configuration.loaded into the outbox where
  /// it differs from the last one stored, and what is new of the contracts. Throws StoreError.
  void open(OwnEvents& own, Instant now);
  void close();
  bool is_open() const { return store_ != nullptr; }

  /// Everything in one transaction: the deliveries, the collector's own events, and what derives from them. Also
  /// commits how far things are derived where `note_time`. Throws StoreError, then call `close`.
  Gulp commit(const std::vector<Delivery>& deliveries, OwnEvents& own, Instant now, bool note_time);
  /// What is held of an epoch.
  ChainHead head(const NodeName& node, const Epoch& epoch) { return store_->log().head(node, epoch); }
  /// The collector's own clock was set: differences are measured anew.
  void forget_clocks() { clocks_.clear(); }
  /// Puts bytes that could not be read into quarantine; a failing quarantine is said, no more.
  void keep_aside(const std::string& source, std::string_view why, std::string_view bytes, Instant received);

  /// What has been in quarantine for too long goes.
  void forget_aside(Instant now);

  Store& store() { return *store_; }
  const Deriver& deriver() const { return *deriver_; }

 private:
  struct Refused {
    std::string source, why, bytes;
    Instant received;
  };

  Gulp::Answer take(const Delivery& delivery, Gulp& gulp);
  void compare_start(const NodeName& node, const LogEntry& first, Gulp& gulp);
  void take_own(OwnEvents& own, Instant now, Gulp& gulp);
  void note_rows(const NodeName& node, std::vector<LogEntry>& entries, const Epoch& epoch, Gulp& gulp);
  void keep_refused();
  template <typename Use>
  void use_quarantine(Use use);

  std::filesystem::path quarantine_path() const { return path_.string() + ".quarantine"; }

  std::filesystem::path path_;
  ConfigurationLoaded loaded_;
  std::vector<contract::Contract> contracts_;
  Permissions permissions_;
  std::unique_ptr<Quarantine> quarantine_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Deriver> deriver_;
  std::map<std::pair<NodeName, Epoch>, ClockDifference> clocks_;
  std::vector<Refused> refused_;
  std::vector<std::pair<Epoch, ChainHead>> own_heads_;
};

}  // namespace isocenter::collector
