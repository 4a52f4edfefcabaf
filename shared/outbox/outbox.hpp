#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "shared/core/event.hpp"
#include "shared/sqlite/database.hpp"
#include "shared/wire/batch.hpp"
#include "shared/wire/status.hpp"

namespace isocenter::outbox {

/// What the outbox may take and how long it keeps what the collector has.
struct OutboxLimits {
  std::uint64_t max_bytes = 256ull * 1024 * 1024;
  std::chrono::hours keep{7 * 24};
};

/// What the node holds of one of its epochs. Numbers up to `acknowledged` are the collector's; `oldest` is the first
/// whose row is still here (last + 1 where none is).
struct HeldEpoch {
  Epoch epoch;
  std::uint64_t oldest = 1;
  std::uint64_t acknowledged = 0;
  std::uint64_t last = 0;
  Digest digest;  ///< at `last`
  bool operator==(const HeldEpoch&) const = default;
};

/// A node's events on disk, until the collector has acknowledged them and `keep` beyond. One thread at a time.
/// The owner may keep own tables in the same file (`database()`), so that an event and what it came from
/// (a log position, an MPPS instance) commit together.
/// Throws sqlite::StoreError. A damaged file is put aside (".damaged-<time>"), said in `damage()`, and begun anew.
class Outbox {
 public:
  Outbox(const std::filesystem::path& path, OutboxLimits limits);

  /// Begins this start's epoch: 128 random bits, committed before the first event; its first event is node.started.
  void begin_epoch(std::string software, Instant now);
  const Epoch& epoch() const;

  /// Numbers the events, chains their digests and writes them. Within `transaction` of `database()`: nothing is sent,
  /// and `settle` must follow, once the transaction has ended either way.
  void append(std::span<const NewEvent> events);
  /// After a commit makes what was appended visible to the sender; after a roll back takes it back.
  void settle();
  /// append + commit + settle.
  void write(std::span<const NewEvent> events);

  /// The sign of life that node.started will tell of; written at most once a minute while the collector hears us.
  void note_alive(Instant now);

  /// All epochs whose rows are still here or that are not confirmed, oldest first; the present one is last.
  const std::vector<HeldEpoch>& epochs() const;
  /// The chain's digest at `seq`; nothing where its row is forgotten.
  std::optional<Digest> digest_at(const Epoch& epoch, std::uint64_t seq);
  /// Events from `first` on as they go into a batch, at most `max_bytes` of them and at least one where there is one.
  /// Where rows from `first` on are forgotten the first of them is the gap that stands for those.
  std::vector<wire::WireEvent> read(const Epoch& epoch, std::uint64_t first, std::size_t max_bytes, Instant now);
  /// The one event `seq` of `epoch` as bytes, for undo; nothing where it is forgotten.
  std::optional<wire::WireEvent> find(const Epoch& epoch, std::uint64_t seq);

  void acknowledge(const Epoch& epoch, std::uint64_t through);
  /// The collector holds less than it once did (it was restored): what lies above counts as unacknowledged again.
  void unacknowledge(const Epoch& epoch, std::uint64_t through);
  /// Takes `digest` as the chain's at `through`, where the own one is forgotten.
  void adopt_digest(const Epoch& epoch, std::uint64_t through, const Digest& digest);
  /// The collector's past is not ours (this node was put back to an earlier point): begins a new epoch and moves all
  /// that `from` and later epochs still hold there, each under its birth name. Returns how many.
  std::uint64_t rename_after_rollback(const Epoch& from, Instant now);
  /// Replaces an event nobody can read by a gap of reason "unreadable"; its bytes go to the local table `damaged`.
  void give_up_on(const Epoch& epoch, std::uint64_t seq, Instant now);

  /// Forgets acknowledged rows older than `keep`; over `max_bytes` acknowledged ones first, then telemetry.
  void forget(Instant now);

  std::uint64_t unacknowledged() const;  ///< how many events wait for the collector
  std::string_view disk() const;         ///< ok | low | full
  const std::optional<std::string>& damage() const;
  sqlite::Database& database();
};

}  // namespace isocenter::outbox
