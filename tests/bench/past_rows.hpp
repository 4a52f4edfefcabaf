#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "collector/state/derive.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::bench {

/// Writes rows of a log and of what derives from it straight into a new store, some hundred thousand a second. They are
/// like those that the collector writes but for the digests, which are made up. Nothing is safe on the disk before
/// `finish`.
class PastRows {
 public:
  PastRows(const std::filesystem::path& store, const std::vector<NodeName>& nodes);

  /// The node's next event. `when` lies on the collector's clock as well.
  collector::EventId event(std::size_t node, Instant when, const std::optional<DeviceName>& device,
                           std::string_view type, std::string_view bytes);
  /// The number that its next event will have.
  std::uint64_t next_seq(std::size_t node) const { return nodes_[node].last + 1; }
  void interval(const collector::StateInterval& interval);
  void exam(const collector::ExamRow& exam);
  void fault(const collector::FaultRow& fault);

  /// All is worked out until then. Brings the store to the disk, as the collector has it.
  void finish(Instant derived_until);

  std::int64_t events() const { return events_; }
  std::int64_t intervals() const { return intervals_; }

 private:
  struct Node {
    NodeName name;
    Epoch epoch;
    std::int64_t epoch_row;
    std::uint64_t last = 0;
  };

  sqlite::Database database_;
  std::vector<Node> nodes_;
  sqlite::Statement insert_event_, insert_interval_, insert_exam_, insert_fault_;
  std::int64_t events_ = 0, intervals_ = 0, in_transaction_ = 0;
};

}  // namespace isocenter::bench
