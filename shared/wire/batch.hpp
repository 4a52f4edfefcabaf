#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/core/digest.hpp"
#include "shared/core/event.hpp"
#include "shared/core/result.hpp"
#include "shared/core/time.hpp"

namespace isocenter::wire {

/// A batch of events is at most this long on the wire, in bytes.
inline constexpr std::size_t max_batch_bytes = 64 * 1024;
/// An event is at most this long, so that a batch of one always fits.
inline constexpr std::size_t max_event_bytes = 32 * 1024;

/// One event of a batch, as it stands there. `bytes` (from `{` to `}`) are what is hashed and kept, word for word.
struct WireEvent {
  std::uint64_t seq = 0;
  std::uint64_t to = 0;  ///< seq, but for an outbox.gap the last number it stands for
  Instant t{};
  std::string type{};
  std::string device{};  ///< empty: none, or no valid name (then parse_event refuses the event)
  std::optional<BirthName> was{};
  std::optional<Digest> stated{};  ///< the digest a gap states for `to`
  std::string bytes{};
  bool operator==(const WireEvent&) const = default;
};

/// docs/protocol.md, "Batch". An empty batch is a heartbeat and asks for the acknowledgement of its epoch.
struct Batch {
  std::string from{};  ///< the connection's instance
  Epoch epoch{};
  std::uint64_t first = 1;  ///< number of the first event; of the next one where there are none
  Digest after{};           ///< digest before `first`
  std::uint64_t last = 0;   ///< the highest number written in this epoch
  Instant sent{};
  std::vector<WireEvent> events{};
  bool operator==(const Batch&) const = default;
};

/// Reads a batch and the envelope of each of its events (numbers that run on, times, types); not their `data`.
/// ErrorKind::malformed or ::unsupported (another version); `where` is the field.
Result<Batch> parse_batch(std::string_view payload);

/// The batch as JSON, its events' bytes copied as they are.
std::string format_batch(const Batch& batch);

/// d(0) of an epoch: BLAKE2b-128 of its 32 characters.
Digest first_digest(const Epoch& epoch);
/// d(n): BLAKE2b-128 of d(n-1)'s 16 bytes and the event's bytes. A gap's digest is the one it states, not this.
Digest next_digest(const Digest& before, std::string_view event_bytes);
/// The digest after `event`: stated for a gap, else computed.
Digest digest_after(const Digest& before, const WireEvent& event);

/// The collector's answer: all up to `through` of `epoch` is committed. While `store` is not "ok" it names neither.
struct Acknowledgement {
  std::string from{};  ///< the collector's instance
  std::optional<Epoch> epoch{};
  std::uint64_t through = 0;
  Digest digest{};           ///< at `through`
  std::string store = "ok";  ///< ok | full | failed
  bool unreadable = false;   ///< the batch it answers could not be read
  bool operator==(const Acknowledgement&) const = default;
};

Result<Acknowledgement> parse_acknowledgement(std::string_view payload);
std::string format_acknowledgement(const Acknowledgement& acknowledgement);

}  // namespace isocenter::wire
