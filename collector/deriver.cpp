#include "collector/deriver.hpp"

#include <algorithm>

#include "collector/store/state_digest.hpp"

namespace isocenter::collector {
namespace {

void note_observers(const ConfigurationLoaded& loaded, Deriver::Observers& observers) {
  for (const ConfiguredDevice& device : loaded.devices) {
    auto& nodes = observers[device.name];
    if (device.node) nodes.insert(*device.node);
  }
}

}  // namespace

Deriver::Observers Deriver::read_observers(Store& store) {
  Observers observers;
  for (const DeviceName& device : store.log().devices()) observers[device];
  for (const StoredRow& row : store.log().configurations()) {
    if (const auto* loaded = std::get_if<ConfigurationLoaded>(&row.row.body)) note_observers(*loaded, observers);
  }
  return observers;
}

Deriver::Deriver(Store& store, std::size_t most_rows)
    : store_{store}, most_rows_{most_rows}, observers_{read_observers(store)}, derived_until_{store.derived_until()} {
  for (const auto& [device, nodes] : observers_) {
    tail(device);
    dirty_.insert(device);
  }
}

DeviceTail& Deriver::tail(const DeviceName& device) {
  auto& held = tails_[device];
  if (!held) {
    held = std::make_unique<DeviceTail>(device, observers_[device], most_rows_);
    held->load(store_);
  }
  return *held;
}

/// Rows of a node that begins to observe a device concern it from now on, past ones too.
void Deriver::take_configuration(const ConfigurationLoaded& loaded) {
  for (const ConfiguredDevice& device : loaded.devices) {
    auto& nodes = observers_[device.name];
    const bool is_new = device.node && nodes.insert(*device.node).second;
    if (!is_new) continue;
    store_.derived().drop_carries_after(device.name, Instant{} - Milliseconds{1});
    tails_.erase(device.name);
  }
}

void Deriver::take(std::span<const StoredRow> rows) {
  for (const StoredRow& row : rows) {
    if (std::holds_alternative<ReadingTaken>(row.row.body) || std::holds_alternative<FeedbackAnswered>(row.row.body) ||
        is_of_the_desk(event_type(row.row.body))) {
      continue;
    }
    if (const auto* loaded = std::get_if<ConfigurationLoaded>(&row.row.body)) take_configuration(*loaded);
    if (row.row.device) observers_[*row.row.device];
    for (const auto& [device, nodes] : observers_) {
      if (!DeviceTail::concerns(row.row, device, nodes)) continue;
      dirty_.insert(device);
      const auto held = tails_.find(device);
      if (held != tails_.end())
        held->second->add(store_, row);
      else
        tail(device);  // reads the row with all others
    }
  }
}

bool Deriver::is_due(Instant now) const {
  if (!dirty_.empty() || (derived_until_ && now < *derived_until_)) return true;
  const auto next = next_change();
  return next && *next <= now;
}

std::optional<Instant> Deriver::next_change() const {
  std::optional<Instant> next;
  for (const auto& [device, held] : tails_) {
    const auto own = held->next_change();
    if (own) next = next ? std::min(*next, *own) : *own;
  }
  return next;
}

std::vector<DeviceName> Deriver::derive(Instant now) {
  const bool clock_went_back = derived_until_ && now < *derived_until_;
  std::vector<DeviceName> changed;
  for (const auto& [device, held] : tails_) {
    const bool due = held->next_change() && *held->next_change() <= now;
    if (!due && !clock_went_back && !dirty_.contains(device)) continue;
    if (clock_went_back) held->go_back(store_, now);
    if (held->derive(store_, now)) changed.push_back(device);
  }
  dirty_.clear();
  derived_until_ = now;
  store_.set_derived_until(now);
  return changed;
}

const Derived* Deriver::find(const DeviceName& device) const {
  const auto held = tails_.find(device);
  return held == tails_.end() ? nullptr : &held->second->derived();
}

std::vector<DeviceName> Deriver::devices() const {
  std::vector<DeviceName> devices;
  for (const auto& [device, nodes] : observers_) devices.push_back(device);
  return devices;
}

std::optional<Instant> Deriver::planned_until(const DeviceName& device, Instant now) const {
  const auto held = tails_.find(device);
  return held == tails_.end() ? std::nullopt : held->second->planned_until(now);
}

std::uint64_t Deriver::reloads() const {
  std::uint64_t sum = 0;
  for (const auto& [device, held] : tails_) sum += held->reloads();
  return sum;
}

Digest digest_of_log(Store& store, Instant until) {
  StateDigest digest;
  for (const auto& [device, nodes] : Deriver::read_observers(store)) {
    const Derived derived = derive_all(store, device, nodes, until);
    const bool empty =
        derived.exams.empty() && derived.faults.empty() && derived.intervals.empty() && derived.contradictions.empty();
    if (!empty) digest.add(device, derived);
  }
  return digest.finish();
}

void rebuild(Store& store, Instant until) {
  store.derived().clear();
  for (const auto& [device, nodes] : Deriver::read_observers(store)) {
    DeviceTail tail{device, nodes, DeviceTail::usual_most_rows};
    tail.load(store);
    tail.derive(store, until);
  }
  store.set_derived_until(until);
}

}  // namespace isocenter::collector
