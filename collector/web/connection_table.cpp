#include "collector/web/connection_table.hpp"

namespace isocenter::web {

ConnectionTable::Admission ConnectionTable::admit(const std::string& address, bool loopback) {
  Admission admission;
  if (!loopback && count_of(address) >= limits_.connections_of_address) {
    admission.evicted = longest_idle(address);
    if (!admission.evicted) return admission;
  } else if (connections_.size() >= limits_.connections) {
    admission.evicted = longest_idle(std::nullopt);
    if (!admission.evicted) return admission;
  }
  if (admission.evicted) remove(*admission.evicted);
  admission.admitted = next_++;
  connections_.emplace(*admission.admitted, Connection{.address = address, .idle_since = std::nullopt});
  ++counts_[address];
  return admission;
}

void ConnectionTable::note_idle(Id id, Time since) {
  const auto found = connections_.find(id);
  if (found != connections_.end()) found->second.idle_since = since;
}

void ConnectionTable::note_busy(Id id) {
  const auto found = connections_.find(id);
  if (found != connections_.end()) found->second.idle_since.reset();
}

void ConnectionTable::remove(Id id) {
  const auto found = connections_.find(id);
  if (found == connections_.end()) return;
  const auto count = counts_.find(found->second.address);
  if (--count->second == 0) counts_.erase(count);
  connections_.erase(found);
}

std::optional<ConnectionTable::Id> ConnectionTable::evict_idle() {
  const auto id = longest_idle(std::nullopt);
  if (id) remove(*id);
  return id;
}

std::optional<ConnectionTable::Id> ConnectionTable::longest_idle(const std::optional<std::string>& address) const {
  std::optional<Id> longest;
  Time since{};
  for (const auto& [id, connection] : connections_) {
    if (!connection.idle_since || (address && connection.address != *address)) continue;
    if (longest && *connection.idle_since >= since) continue;
    longest = id;
    since = *connection.idle_since;
  }
  return longest;
}

std::size_t ConnectionTable::count_of(const std::string& address) const {
  const auto found = counts_.find(address);
  return found == counts_.end() ? 0 : found->second;
}

}  // namespace isocenter::web
