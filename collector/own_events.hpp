#pragma once

#include <span>
#include <vector>

#include "collector/ingest/judge.hpp"
#include "collector/ingest/liveness.hpp"
#include "collector/store/event_log.hpp"
#include "shared/outbox/outbox.hpp"

namespace isocenter::collector {

/// The collector as a node of its own: what it has to say stands in its outbox first, on its own disk if possible, and
/// goes into the log the way every node's events do. Beside it, what was heard of each node last.
class OwnEvents {
 public:
  /// Begins this start's epoch.
  OwnEvents(outbox::Outbox& outbox, std::string software, Instant now);

  /// Writes events and what is remembered of the nodes in one transaction; returns the events' names, in order.
  std::vector<BirthName> write(std::span<const NewEvent> events, std::span<const HeardNode> heard);
  std::vector<HeardNode> read_heard();

  /// Once after the store was opened: where it holds less than was acknowledged (it was restored) the rest is sent
  /// again, and where it holds another past the outbox takes a new epoch.
  void compare(EventLog& log, Instant now);
  /// What comes next of the first epoch that is not yet in the log to its end; nothing where all is.
  std::optional<wire::Batch> next_batch(EventLog& log, Instant now);
  /// After the commit.
  void acknowledge(const Epoch& epoch, const ChainHead& head, Instant now);

  outbox::Outbox& outbox() { return outbox_; }

 private:
  outbox::Outbox& outbox_;
};

}  // namespace isocenter::collector
