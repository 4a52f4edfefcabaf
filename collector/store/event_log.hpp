#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "collector/ingest/judge.hpp"
#include "collector/store/stored_rows.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::collector {

/// The log: append only, in the order of commit. The caller opens the transaction; after one that did not commit, and
/// after any StoreError, throw it away (whether it committed is then unknown). One thread at a time.
class EventLog {
 public:
  explicit EventLog(sqlite::Database& database);

  /// The chain's end of that epoch; first_head where nothing of it is held. Read once, then kept in memory.
  ChainHead head(const NodeName& node, const Epoch& epoch);
  /// Whether an event of `node` born under that name is held, be it renamed or not.
  bool holds(const NodeName& node, const BirthName& birth);
  /// Writes the rows and the new end of the chain. Returns those that are derived from. A gap for an epoch's start is
  /// one of them only once an event follows, and lies where that does: its own time is that of sending.
  std::vector<StoredRow> append(const NodeName& node, const Epoch& epoch, std::span<const LogEntry> entries,
                                const ChainHead& head);

  /// Stored rows of a device with `when` in [from, to), in order; readings are left out.
  std::vector<StoredRow> rows_of_device(const DeviceName& device, Period period);
  /// Stored rows and gaps that name no device, likewise; feedback is left out.
  std::vector<StoredRow> rows_of_nodes(Period period);
  std::vector<StoredRow> rows(std::span<const std::int64_t> ids);
  /// Every configuration.loaded there ever was, in order of commit.
  std::vector<StoredRow> configurations();
  /// Every device any stored event names.
  std::set<DeviceName> devices();
  /// `when` of the event that stands under that name now, and its device.
  std::optional<std::pair<Instant, std::optional<DeviceName>>> find(const NodeName& node, const Epoch& epoch,
                                                                    std::uint64_t seq);

  /// Rows not_allowed so far that `permissions` now allow become stored. Returns how many.
  std::uint64_t judge_again(const Permissions& permissions);

  /// How many numbers the gaps since `from` stand for, by node and reason.
  std::map<std::pair<NodeName, std::string>, std::uint64_t> gaps_since(Instant from);

 private:
  struct EpochEntry {
    std::int64_t id = 0;  ///< 0: not in the store yet
    ChainHead head;
    bool born = false;
    std::int64_t lost_start = 0;  ///< the row of a gap for its start that nothing follows yet
  };
  using Key = std::pair<NodeName, Epoch>;

  EpochEntry& entry(const NodeName& node, const Epoch& epoch);
  void make_epoch(const NodeName& node, const Epoch& epoch, EpochEntry& entry);
  void mark_born(const NodeName& node, const Epoch& epoch);
  StoredRow begin_by_gap(EpochEntry& epoch, Instant first);
  std::int64_t insert(std::int64_t epoch, const LogEntry& entry);

  sqlite::Database& database_;
  std::map<Key, EpochEntry> epochs_;
  sqlite::Statement select_epoch_, insert_node_, insert_epoch_, update_epoch_, mark_born_, insert_event_, mark_begins_;
  sqlite::Statement select_renamed_, select_original_;
  sqlite::Statement select_of_device_, select_of_nodes_, select_by_id_;
};

}  // namespace isocenter::collector
