#pragma once

#include <map>
#include <string>
#include <string_view>

#include "shared/core/names.hpp"
#include "shared/wire/snapshot.hpp"

namespace isocenter::collector {

/// Pure: the open alerts, by id. What is raised again keeps its beginning.
class Alerts {
 public:
  void node_silent(const NodeName& node, Instant since);
  void clock_off(const NodeName& node, Milliseconds difference, Instant now);
  void events_lost(const NodeName& node, std::string_view reason, std::uint64_t count, Instant now);
  void unreadable(const NodeName& node, Instant now);
  void reconnected_often(const NodeName& node, Instant now);
  void restarted_often(const NodeName& node, std::size_t epochs, Instant now);
  void rolled_back(const NodeName& node, Instant now);
  void never_came(const NodeName& node, std::uint64_t count, Instant now);
  void settle(std::string_view kind, const NodeName& node);  ///< kind: silent or clock
  /// Ends those that end by time: what was lost and nodes put back a day after the last, the others after an hour.
  void expire(Instant now);

  const std::map<std::string, wire::Alert>& open() const { return open_; }

 private:
  void raise(std::string_view kind, const NodeName& node, Instant since, std::string severity, std::string text);
  void raise_until(std::string_view kind, const NodeName& node, Instant now, std::chrono::hours lasts,
                   std::string severity, std::string text);

  std::map<std::string, wire::Alert> open_;
  std::map<std::string, Instant> ends_;
};

}  // namespace isocenter::collector
