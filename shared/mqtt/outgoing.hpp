#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace isocenter::mqtt {

struct Subscription {
  std::vector<std::string> filters;
};
struct Publication {
  std::string topic;
  std::string payload;
  bool retained = false;
};
using Outgoing = std::variant<Subscription, Publication>;

/// Pure: what waits to be handed to the broker. Bounded; at most one retained publication of a topic is on its way, and
/// the newest payload wins; what is not retained never waits for what is.
class OutgoingQueue {
 public:
  explicit OutgoingQueue(std::size_t most_publications) : most_{most_publications} {}

  void add(Subscription subscription);
  /// False where the queue is full: the publication is dropped.
  bool add(std::string topic, std::string payload);
  void add_retained(const std::string& topic, std::string payload);

  /// What to hand over next. A retained publication stays on its way until `settled`.
  std::optional<Outgoing> take();
  void settled(const std::string& topic);
  /// A retained publication that could not be handed over waits again, unless a newer one does already.
  void put_back(const Publication& publication);
  bool has_next() const { return !queue_.empty(); }
  void clear();
  bool is_idle() const;

 private:
  std::size_t most_;
  std::deque<Outgoing> queue_;                  ///< in order; a retained publication's payload stands in `waiting_`
  std::map<std::string, std::string> waiting_;  ///< retained topic -> newest payload
  std::set<std::string> on_their_way_;          ///< retained topics
};

}  // namespace isocenter::mqtt
