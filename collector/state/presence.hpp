#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "collector/state/said_rows.hpp"

namespace isocenter::collector {

/// The node whose presence the row tells of: the one that node.silent or node.heard names, else its own.
const NodeName& subject_node(const LogRow& row);

/// Rows by that node, in order.
std::map<NodeName, Rows> by_node(const Rows& rows);

/// When one node was there to observe (docs/kpi.md, "Who observed"): from `node.started` until its epoch's end, that is
/// the latest of its last event, `node.silent.until` and the sign of life that the next start found on the disk. A
/// silence that `node.heard` lifted was none; what stood still is cut out, and so is `node.paused`.
class Presence {
 public:
  /// From `from` until the next stretch.
  struct Stretch {
    Instant from;
    bool observes = false;
    bool new_epoch = false;     ///< the node starts here: what it saw before is no evidence of now
    std::string reason;         ///< why it does not observe: never_heard, node_silent, node_paused, node_stood_still
    std::optional<EventId> by;  ///< what told that it does not
  };

  /// `rows` of `by_node`, withdrawn ones too: those show as well that the node was there.
  explicit Presence(const Rows& rows);

  const Stretch& at(Instant instant) const;
  /// By time; the first lasts from ever.
  const std::vector<Stretch>& stretches() const { return stretches_; }

  /// What matters from `instant` on of the rows before it: those that began the epoch, and its silences that nothing
  /// had lifted by then. For `carry`.
  Rows rows_at(Instant instant) const;
  /// From when on it may turn out by `row`, another of the node or about it, that the node was there after all, or was
  /// not: since the silence that stands in its epoch, or since that ended; and likewise of the epoch present at `row`.
  Instant uncertain_from(const LogRow& row) const;

 private:
  /// One epoch, as its rows tell. What a rollback renamed was said in the epoch of its birth.
  struct Life {
    Instant begin;
    Rows begun_by;
    Rows own;       ///< all that the node said in it, in order
    Rows silences;  ///< node.silent, in order
    Rows heard;     ///< node.heard, in order
  };
  struct Cut {
    Period period;
    std::string reason;
    const LogRow* by;
  };

  void read_lives(const Rows& rows);
  std::optional<Stretch> end_of(std::size_t life) const;
  std::vector<Stretch> uncut() const;
  static std::vector<Cut> cuts_of(const Rows& rows);

  std::vector<Life> lives_;  ///< by begin
  std::vector<Stretch> stretches_;
};

}  // namespace isocenter::collector
