#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "shared/core/digest.hpp"
#include "shared/outbox/held_epoch.hpp"
#include "shared/wire/batch.hpp"

namespace isocenter::outbox {

/// When something happens, and a random number from [0, 1) so that nodes do not time out in step.
struct Moment {
  std::chrono::steady_clock::time_point at;
  double jitter = 0;
};

/// The events to send next: from `first` of `epoch` on, at most `most_events`.
struct Errand {
  Epoch epoch;
  std::uint64_t first = 1;
  std::size_t most_events = 1;
  bool operator==(const Errand&) const = default;
};

/// What an acknowledgement asks of the outbox.
struct MovedOn {
  Epoch epoch;
  std::uint64_t through = 0;
};
/// The collector holds less than it once did; all above `through` counts as unacknowledged again.
struct TakenBack {
  Epoch epoch;
  std::uint64_t through = 0;
};
/// The collector names a number this node never wrote, or another digest than the node's own.
struct RolledBack {
  Epoch epoch;
};
/// The collector could not read this one event three times.
struct GiveUp {
  Epoch epoch;
  std::uint64_t seq = 0;
};
struct Nothing {};
using Consequence = std::variant<Nothing, MovedOn, TakenBack, RolledBack, GiveUp>;

struct Heeded {
  Consequence consequence;
  std::optional<Digest> adopt;  ///< the digest at `through`, where the own one is forgotten; take it first
};

/// Pure: go-back-N with the collector (docs/protocol.md, order and acknowledgement). Knows no file, clock or socket.
/// Earlier epochs go first. At most 32 batches are in flight: one at first, one more with each acknowledgement, half
/// after a time-out or a step back.
class Window {
 public:
  static constexpr std::size_t most_in_flight = 32;
  static constexpr std::size_t most_events = 500;
  static constexpr std::chrono::seconds first_time_out{2};
  static constexpr std::chrono::seconds longest_time_out{60};

  /// Takes over which epochs there are, oldest first. Keeps what is in flight in those it knows.
  void set_epochs(const std::vector<HeldEpoch>& epochs);
  /// Events up to `last` of `epoch`, the present one, are safe on disk.
  void grow(const Epoch& epoch, std::uint64_t last);
  /// The collector heard of in collector/status; nothing while it is offline. Another one than before has confirmed
  /// nothing yet, and all that is unacknowledged goes again.
  void set_collector(const std::optional<std::string>& instance);

  /// `own_digest` gives the chain's digest at a number of an epoch, nothing where it is forgotten.
  Heeded heed(const wire::Acknowledgement& answer,
              const std::function<std::optional<Digest>(const Epoch&, std::uint64_t)>& own_digest, Moment now);
  /// True where the oldest batch has waited too long: all after the last acknowledgement goes again.
  bool time_out(Moment now);

  /// What may be sent now; follow it with `sent` (or with nothing, where it could not be read).
  std::optional<Errand> next(Moment now) const;
  /// Events up to `through` (a gap's `to`) of `errand` are on their way.
  void sent(const Errand& errand, std::uint64_t through, Moment now);

  /// Epochs the present collector has not yet answered for, oldest first; each heartbeat asks with an empty batch.
  std::vector<Epoch> unanswered() const;
  /// Whether the present collector has acknowledged `epoch` up to `through` at least.
  bool is_confirmed(const Epoch& epoch, std::uint64_t through) const;
  const std::optional<std::string>& collector() const { return collector_; }
  bool has_collector() const { return collector_.has_value(); }
  std::size_t in_flight() const;

 private:
  struct Flight {
    std::uint64_t first = 0, through = 0;
  };
  struct Track {
    Epoch epoch;
    std::uint64_t acknowledged = 0;
    std::uint64_t last = 0;
    std::uint64_t next = 1;  ///< first number that is not in flight
    std::deque<Flight> flights;
    std::optional<std::uint64_t> heard;            ///< what the present collector instance last said
    std::uint64_t single_until = 0;                ///< up to here events go one by one, since a batch could not be read
    int unreadable = 0;                            ///< answers about the event after `acknowledged`
    std::chrono::steady_clock::time_point hold{};  ///< nothing goes before
  };

  const Track* find(const Epoch& epoch) const;
  Track* find(const Epoch& epoch) { return const_cast<Track*>(std::as_const(*this).find(epoch)); }
  const Track* sending() const;
  void hear_store(bool is_ok);
  Heeded heed_unreadable(Track& track, Moment now);
  Heeded heed_number(Track& track, const wire::Acknowledgement& answer, const std::optional<Digest>& own, Moment now);
  static void start_again(Track& track);
  void start_all_again();
  void rearm(Moment now);
  void shrink() { allowed_ = allowed_ > 1 ? allowed_ / 2 : 1; }

  std::vector<Track> tracks_;
  std::optional<std::string> collector_;
  bool store_ok_ = true;
  std::size_t allowed_ = 1;
  std::chrono::milliseconds time_out_ = first_time_out;
  std::optional<std::chrono::steady_clock::time_point> deadline_;  ///< of the oldest batch in flight
};

}  // namespace isocenter::outbox
