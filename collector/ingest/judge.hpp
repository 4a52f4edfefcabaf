#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "collector/ingest/clock_difference.hpp"
#include "collector/ingest/fate.hpp"
#include "collector/ingest/permissions.hpp"
#include "shared/wire/batch.hpp"

/// Pure: a batch and what is known -> the rows it becomes, or nothing where it does not continue what is held.
namespace isocenter::collector {

/// All the collector remembers of an epoch of a node.
struct ChainHead {
  std::uint64_t through = 0;
  Digest digest;
  bool operator==(const ChainHead&) const = default;
};

/// One row of the log, before it is written.
struct LogEntry {
  std::uint64_t seq = 0;
  std::uint64_t last = 0;  ///< seq; of a gap the last number it stands for
  Digest digest;           ///< the chain's after it
  Fate fate = Fate::stored;
  std::string
      why;  ///< of what is not stored: closed words and a field, never a value; "ahead" of a time from the future
  Instant t, received, when;
  Milliseconds difference{0}, shift{0};
  std::string type;
  std::string device;  ///< empty: none
  std::optional<BirthName> was;
  std::string bytes;               ///< word for word; of a rejected event for quarantine only
  std::optional<NewEvent> parsed;  ///< of stored ones, gaps and not_allowed ones
};

struct Verdict {
  bool continues = false;  ///< false: answer with what is held
  ChainHead head;          ///< after the batch
  std::vector<LogEntry> entries;
};

/// Whether the log holds the event of that node that was born under this name, be it renamed or not.
using HoldsBirth = std::function<bool(const BirthName&)>;

/// Judges a batch of `node` that arrived at `received` against `held`. `clock` is the epoch's; it is told of the batch.
Verdict judge(const NodeName& node, const wire::Batch& batch, Instant received, const ChainHead& held,
              const Permissions& permissions, const HoldsBirth& holds, ClockDifference& clock);

/// The chain before its first event.
inline ChainHead first_head(const Epoch& epoch) { return {0, wire::first_digest(epoch)}; }

}  // namespace isocenter::collector
