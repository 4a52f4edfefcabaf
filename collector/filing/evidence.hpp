#pragma once

#include <optional>

#include "collector/statement/account.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::filing {

/// Finds in the log the events that a line of a statement rests on. Throws sqlite::StoreError.
class EvidenceReader {
 public:
  /// `observer`: the node that may observe the device, where one is configured.
  EvidenceReader(const DeviceName& device, std::optional<NodeName> observer, sqlite::Database& database);

  /// What began and ended it, what was declared and reported while it lasted, the lives of its faults; of unknown time
  /// also what is known of the node that observes. By time, then row.
  statement::Found find(const statement::Roots& roots);

  /// All that people and machines said of the device in [from, to), likewise, corrections too.
  std::vector<statement::Evidence> between(Period period);

 private:
  struct Read {
    statement::Evidence evidence;
    EventBody body;
  };
  using Wanted = std::function<bool(const Read&)>;

  std::optional<Read> by_name(const collector::EventId& id);
  void put(sqlite::Statement& rows, const Wanted& wanted, std::vector<statement::Evidence>& events);
  void put_of_device(Instant from, Instant to, const Wanted& wanted, std::vector<statement::Evidence>& events);
  void put_of_faults(const statement::Roots& roots, std::vector<statement::Evidence>& events);
  void put_of_nodes(const statement::Roots& roots, const std::optional<NodeName>& told_of,
                    std::vector<statement::Evidence>& events);

  DeviceName device_;
  std::optional<NodeName> observer_;
  sqlite::Statement select_by_name_, select_of_device_, select_of_nodes_;
};

}  // namespace isocenter::filing
