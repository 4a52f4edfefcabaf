#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "collector/access/sessions.hpp"
#include "shared/core/desk_event.hpp"

namespace isocenter::access {

/// Those turned away, for the log, so that an attacker cannot fill it: the first of a kind, user and address at once,
/// the others of that minute together at its end. Beyond a hundred such threes a minute all others are one. Pure. One
/// thread.
class Refusals {
 public:
  /// `refused.count` is taken as 1. What is to be written now, if anything.
  std::vector<AccessRefused> note(AccessRefused refused, Time now);
  /// What is to be written of minutes that are over.
  std::vector<AccessRefused> due(Time now);

 private:
  struct Key {
    std::string why, user, address;
    auto operator<=>(const Key&) const = default;
  };
  struct Entry {
    AccessRefused latest;
    std::int64_t unwritten = 0;
    Time begun;
  };
  std::map<Key, Entry> entries_;
};

}  // namespace isocenter::access
