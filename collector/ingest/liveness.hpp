#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "shared/core/event.hpp"
#include "shared/wire/batch.hpp"
#include "shared/wire/status.hpp"

namespace isocenter::collector {

/// What is remembered of a node across a restart of the collector, so that an epoch that goes on is judged by its slip.
struct HeardNode {
  NodeName node;
  std::optional<Epoch> epoch;  ///< the present one
  std::chrono::seconds heartbeat{10};
  Instant last_receipt;                   ///< of a batch or a live status, on the collector's clock
  std::vector<Milliseconds> differences;  ///< receipt - sent of the last batches, at most three, oldest first
  bool silent = false;                    ///< node.silent is in the log, and nothing after it
  bool operator==(const HeardNode&) const = default;
};

/// Pure: who is heard, and what the collector writes about it: node.silent at three missed heartbeats, at a will and
/// before a new epoch; node.heard when a silent epoch goes on, and whenever one stood still while nobody heard it.
/// That the collector or the broker was away is no silence of the nodes: silence counts from `begin_listening` on.
class Liveness {
 public:
  explicit Liveness(std::span<const HeardNode> remembered);

  /// The subscriptions hold from now on; also after the collector itself stood still or its clock was set.
  void begin_listening(Instant now) { listening_since_ = now; }
  void stop_listening() { listening_since_.reset(); }
  /// The collector's own wall clock was set forward by `by`.
  void step_own_clock(Milliseconds by, Instant now);

  /// `retained`: from before our subscription, so no sign of life.
  void hear_status(const NodeName& node, const wire::NodeStatus& status, bool retained, Instant now);
  void hear_batch(const NodeName& node, const wire::Batch& batch, Instant now);
  /// All up to `through` of that epoch is in the log; `stepped` is the sum of clock.stepped in what came in just now.
  void note_log(const NodeName& node, const Epoch& epoch, std::uint64_t through, std::optional<Milliseconds> stepped);

  /// The events that are due, to be committed no later than the batches heard before this call.
  std::vector<NewEvent> due(Instant now);

  std::vector<HeardNode> remembered() const;
  /// Heard, and not silent. A node whose return is not yet judged is up as long as it is heard.
  bool is_up(const NodeName& node, Instant now) const;

 private:
  /// A batch's difference counts once the log has all that the node had written by then: its clock may have been set,
  /// and without that clock.stepped the difference tells of no slip.
  struct Measured {
    Milliseconds difference;
    std::uint64_t last = 0;
  };
  /// The same epoch is heard again after a time without a sign of life, and not yet judged.
  struct Return {
    Instant last_receipt;                ///< before
    Instant since;                       ///< the first receipt after
    std::optional<Milliseconds> before;  ///< least difference of the last three before
    Milliseconds stepped{0};             ///< the node's clock.stepped between
    std::vector<Measured> after;
  };
  struct Presence {
    HeardNode heard;
    std::string instance;  ///< of the connection last seen online
    bool ever_heard = false;
    std::uint64_t through = 0;
    std::optional<Return> returning;
    std::optional<Milliseconds> slip;  ///< as judged last
    Instant judged{};
  };

  Presence& presence(const NodeName& node);
  void begin_epoch(Presence& node, const Epoch& epoch, Instant now);
  void receive(Presence& node, Instant now);
  void say_silent(Presence& node, Instant until, std::string why, Instant now);
  void judge_return(Presence& node, Instant now);
  static std::vector<Milliseconds> counted_after(const Presence& node);
  static std::optional<Milliseconds> slip_of(const Presence& node);
  bool is_own_slip(Milliseconds slip, Instant now) const;

  std::map<NodeName, Presence> nodes_;
  std::optional<Instant> listening_since_;
  std::vector<NewEvent> due_;
};

}  // namespace isocenter::collector
