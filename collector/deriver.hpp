#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "collector/device_tail.hpp"
#include "collector/store/store.hpp"

namespace isocenter::collector {

/// Keeps exams, faults and intervals of every device as the log says, event by event. All calls but the getters lie in
/// the caller's transaction; after one that did not commit, and after any StoreError, make a new one.
class Deriver {
 public:
  /// Reads who ever observed what, and every device's tail.
  explicit Deriver(Store& store, std::size_t most_rows = DeviceTail::usual_most_rows);

  /// Rows just appended.
  void take(std::span<const StoredRow> rows);
  /// Works out up to `now` whatever rows or time have changed, and notes `derived_until`. Returns the devices whose
  /// tables changed. Where `now` lies before the last call's (the clock was set back) everything is worked out anew.
  std::vector<DeviceName> derive(Instant now);
  /// Whether `derive` would have anything to do.
  bool is_due(Instant now) const;
  /// When a device changes by itself next; nothing if only by events.
  std::optional<Instant> next_change() const;

  /// As it stands in the store; nothing for a device without history.
  const Derived* find(const DeviceName& device) const;
  /// Every device the log knows, configured or not any more.
  std::vector<DeviceName> devices() const;
  /// The announced end of the planned work that holds at `now`.
  std::optional<Instant> planned_until(const DeviceName& device, Instant now) const;
  std::uint64_t reloads() const;

  using Observers = std::map<DeviceName, std::set<NodeName>>;
  /// Every device of the log, with all nodes that were ever configured to observe it.
  static Observers read_observers(Store& store);

 private:
  void take_configuration(const ConfigurationLoaded& loaded);
  DeviceTail& tail(const DeviceName& device);

  Store& store_;
  std::size_t most_rows_;
  Observers observers_;  ///< tails refer to its sets
  std::map<DeviceName, std::unique_ptr<DeviceTail>> tails_;
  std::set<DeviceName> dirty_;
  std::optional<Instant> derived_until_;
};

/// What the tables must hold at `until`, worked out from the log alone.
Digest digest_of_log(Store& store, Instant until);

/// Throws away all that is derived and works it out anew up to `until`, one device in memory at a
/// time. In the caller's transaction.
void rebuild(Store& store, Instant until);

}  // namespace isocenter::collector
