#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "collector/ingest/judge.hpp"
#include "shared/sqlite/database.hpp"

/// Walking one node's chain of an epoch through the log, row by row.
namespace isocenter::collector {

/// Something in the log is not as its chain says.
struct ChainFault {
  std::string node;
  std::string epoch;
  std::uint64_t seq = 0;
  std::string what;
  bool operator==(const ChainFault&) const = default;
};

/// All that is read while it lives is of one moment; of the caller's where that has one.
class Moment {
 public:
  explicit Moment(sqlite::Database& database);
  ~Moment();
  Moment(const Moment&) = delete;
  Moment& operator=(const Moment&) = delete;

 private:
  sqlite::Database& database_;
  bool own_;
};

/// An epoch of a node, and where the log remembers its chain to end.
struct HeldChain {
  std::int64_t id = 0;
  std::string node;
  Epoch epoch;
  ChainHead end;
};

/// The chain of that row of `epoch`.
HeldChain read_chain(sqlite::Database& database, std::int64_t id);

/// One row as it stands. Texts last until the walk goes on.
struct ChainRow {
  std::int64_t id = 0;
  std::uint64_t seq = 0, last = 0;
  Digest digest;
  std::optional<Fate> fate;
  Instant t, received, when;
  Milliseconds shift{0};
  std::string_view type, device, why, bytes;
  bool has_bytes = false;
};

/// Goes from number 1 on, as long as each row follows from the one before. Throws StoreError.
class ChainWalk {
 public:
  /// Reads no row that begins after `to`.
  ChainWalk(sqlite::Database& database, const HeldChain& chain, std::int64_t to = INT64_MAX);

  /// The next row, held against the chain; nothing at the end and at the first fault.
  std::optional<ChainRow> next();
  const std::optional<ChainFault>& fault() const { return fault_; }
  /// After the last row that held.
  const ChainHead& head() const { return head_; }

 private:
  std::string node_, epoch_;
  ChainHead head_;
  std::optional<ChainFault> fault_;
  sqlite::Statement rows_;
};

}  // namespace isocenter::collector
