#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "shared/core/event.hpp"
#include "shared/outbox/held_epoch.hpp"
#include "shared/sqlite/database.hpp"
#include "shared/wire/batch.hpp"

namespace isocenter::outbox {

/// What the outbox may take and how long it keeps what the collector has.
struct OutboxLimits {
  std::uint64_t max_bytes = 256ull * 1024 * 1024;
  std::chrono::hours keep{7 * 24};
  /// A file beside it, given up when the disk is full so that rows can be deleted then. 0: none.
  std::uint64_t ballast_bytes = 8ull * 1024 * 1024;
};

/// How long an epoch without rows stays known.
inline constexpr std::chrono::hours epoch_memory{90 * 24};

/// An event is longer than a batch can carry: the caller's mistake, refused where it is written.
class EventTooLong : public std::length_error {
 public:
  using std::length_error::length_error;
};

/// A node's events on disk, until the collector has acknowledged them and `keep` beyond. One thread at a time.
/// The owner may keep own tables in the same file (`database()`; names beginning with outbox_ are ours), so that an
/// event and what it came from (a log position, an MPPS instance) commit together.
/// Throws sqlite::StoreError, then nothing of the call has happened. A damaged file is put aside
/// (".damaged-<time>"), said in `damage()`, and begun anew with what can be read of it. Two programs on one file refuse
/// in words.
class Outbox {
 public:
  Outbox(const std::filesystem::path& path, OutboxLimits limits);
  ~Outbox();
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  /// Begins this start's epoch: 128 random bits, committed before the first event; its first event is node.started.
  void begin_epoch(std::string software, Instant now);
  const Epoch& epoch() const;

  /// Numbers the events, chains their digests and writes them; returns their names, in order. Within a transaction of
  /// `database()`: nothing is sent, and `settle` must follow, once the transaction has ended either way.
  /// Telemetry is refused and counted while the disk is full. Throws EventTooLong, too.
  std::vector<BirthName> append(std::span<const NewEvent> events);
  /// After a commit makes what was appended visible to the sender; after a roll back takes it back.
  void settle();
  /// append + commit + settle.
  std::vector<BirthName> write(std::span<const NewEvent> events);

  /// The sign of life that node.started will tell of.
  void note_alive(Instant now);

  /// All epochs that are known, oldest first; the present one is last. One without rows stays for `epoch_memory`.
  const std::vector<HeldEpoch>& epochs() const;
  /// The chain's digest at `seq`; nothing where its row is forgotten or was never written.
  std::optional<Digest> digest_at(const Epoch& epoch, std::uint64_t seq);
  /// Events from `first` on as they go into a batch: at most `max_events`, and `max_bytes` of them with a comma each,
  /// but at least one where there is one. Where rows from `first` on are gone the first is the gap that stands for
  /// them. A row whose bytes no longer fit its digest becomes a gap of reason "damaged".
  std::vector<wire::WireEvent> read(const Epoch& epoch, std::uint64_t first, std::size_t max_events,
                                    std::size_t max_bytes, Instant now);
  /// The one event `seq` of `epoch`, for undo; nothing where it is forgotten.
  std::optional<wire::WireEvent> find(const Epoch& epoch, std::uint64_t seq);

  void acknowledge(const Epoch& epoch, std::uint64_t through, Instant now);
  /// The collector holds less than it once did (it was restored): what lies above counts as unacknowledged again.
  void unacknowledge(const Epoch& epoch, std::uint64_t through);
  /// Takes `digest` as the chain's at `through`, where the own one is forgotten: a gap then begins at through + 1.
  void adopt_digest(const Epoch& epoch, std::uint64_t through, const Digest& digest);
  /// The collector's past is not ours (this node was put back to an earlier point): begins a new epoch and moves all
  /// that `from` and later epochs still hold there, each under its birth name. Returns how many.
  std::uint64_t rename_after_rollback(const Epoch& from, Instant now);
  /// Replaces an event nobody can read by a gap of reason "unreadable"; its bytes go to the local table outbox_damaged.
  void give_up_on(const Epoch& epoch, std::uint64_t seq, Instant now);

  /// Forgets acknowledged rows older than `keep`; over `max_bytes` acknowledged ones first, then telemetry the
  /// collector has not, oldest first. By age only while the clock can tell it: while something keeps it right, and once
  /// `keep` is over since clock.stepped told of an hour or more; else a clock that jumped years ahead would take all.
  /// Makes the ballast again when there is room. A bounded piece of work: call it every minute.
  void forget(Instant now, bool is_clock_synchronised = true);
  /// After an error that `is_full`: gives up the ballast and forgets what is acknowledged. Throws nothing.
  void make_room() noexcept;

  std::uint64_t unacknowledged() const;  ///< how many events wait for the collector
  std::string_view disk() const;         ///< ok | low | full; damaged: else ok, but see `damage`
  std::uint64_t refused() const;         ///< telemetry not taken since start, because the disk was full
  const std::optional<std::string>& damage() const;
  sqlite::Database& database();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace isocenter::outbox
