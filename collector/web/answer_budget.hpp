#pragma once

#include <map>
#include <string>

#include "collector/web/limits.hpp"

namespace isocenter::web {

/// Who asks. Loopback has no limit of its own: a proxy or a test on this machine stands for many.
struct Peer {
  std::string address;
  bool loopback = false;
};

/// How many bytes of answers are on their way and how many requests wait for a worker, of all and of each address, so
/// that one slow peer leaves room for the others. Small answers always find room: health and metrics are asked for just
/// when nothing else goes. Pure. One thread.
class AnswerBudget {
 public:
  explicit AnswerBudget(const Limits& limits) : limits_{limits} {}

  /// False where there is no room; else `end_waiting` must follow.
  bool begin_waiting(const Peer& peer);
  void end_waiting(const Peer& peer);
  /// False where there is no room; else `give_back` of as much must follow.
  bool take(const Peer& peer, std::size_t bytes);
  void give_back(const Peer& peer, std::size_t bytes);

 private:
  struct Share {
    std::size_t bytes = 0;
    std::size_t waiting = 0;
  };
  void forget_empty(const Peer& peer);

  Limits limits_;
  std::size_t bytes_ = 0;
  std::map<std::string, Share> shares_;  ///< by address
};

}  // namespace isocenter::web
