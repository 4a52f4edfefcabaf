#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "collector/state/derive.hpp"
#include "collector/store/store.hpp"

namespace isocenter::collector {

/// What one device is worked out from: the rows since a horizon and those before it that still matter (`carry`), and
/// what the store holds of that time. Late rows that reach beyond the horizon make it read back from an earlier one.
/// All calls lie within the caller's transaction; after one that did not commit throw it away.
class DeviceTail {
 public:
  /// A horizon is drawn where more than `most_rows` lie behind the one before, and leaves half of them in memory.
  static constexpr std::size_t usual_most_rows = 128;

  /// `observers`: every node that was ever configured to observe the device.
  DeviceTail(DeviceName device, const std::set<NodeName>& observers, std::size_t most_rows)
      : device_{std::move(device)}, observers_{observers}, most_rows_{most_rows} {}

  /// Reads what lies after the latest carry; all where there is none.
  void load(Store& store) { load(store, end_of_time); }
  /// The clock was set back to `now`: horizons after it are given up.
  void go_back(Store& store, Instant now);
  /// Another row of the log that concerns the device.
  void add(Store& store, const StoredRow& row);
  /// Works everything out up to `now` and writes what changed. True where anything did.
  bool derive(Store& store, Instant now);

  /// As it stands in the store.
  const Derived& derived() const { return written_; }
  /// When it changes by itself; nothing if only by events.
  std::optional<Instant> next_change() const { return next_change_; }
  /// The announced end of the planned work that holds at `now`.
  std::optional<Instant> planned_until(Instant now) const;
  std::uint64_t reloads() const { return reloads_; }

  /// Whether `row` is one of those the device is worked out from.
  static bool concerns(const LogRow& row, const DeviceName& device, const std::set<NodeName>& observers);

 private:
  void load(Store& store, Instant reach);
  void insert(StoredRow row);
  void find_telling();
  Instant reach_of(Store& store, const LogRow& row) const;
  Derived work_out(Store& store, Period window);
  std::optional<Instant> reaches_back(const Derived& derived) const;
  void join_covering(Derived& derived) const;
  std::optional<Instant> find_horizon(Store& store, Instant now) const;
  void advance_horizon(Store& store, Instant now);
  void find_next_change(Instant now, std::optional<Instant> by_itself);

  DeviceName device_;
  const std::set<NodeName>& observers_;
  std::size_t most_rows_;
  bool has_horizon_ = false;
  std::optional<Instant> from_;  ///< the horizon, else the beginning of the device's history; nothing: no history
  std::vector<std::int64_t> ids_;
  std::vector<LogRow> rows_;               ///< in order, with ids_
  std::vector<LogRow> telling_;            ///< those of rows_ that tell when a node was there
  std::size_t carried_ = 0;                ///< how many of them lie before the horizon
  std::optional<StateInterval> covering_;  ///< the interval that holds the horizon, with its true beginning
  std::map<std::string, std::vector<Milliseconds>> older_lengths_;  ///< by procedure, of exams before the horizon
  Derived written_;
  std::optional<Instant> next_change_;
  std::uint64_t reloads_ = 0;
};

/// All of the device's log in one go, in memory: what the tables must hold at `until`. `rows` as DeviceTail takes them.
Derived derive_all(Store& store, const DeviceName& device, const std::set<NodeName>& observers, Instant until);

}  // namespace isocenter::collector
