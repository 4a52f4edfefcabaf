#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "collector/access/sessions.hpp"

namespace isocenter::access {

/// Where somebody signs in from. Loopback is not counted as an address: a proxy on this machine stands for many.
struct Origin {
  std::string address;
  bool loopback = false;
};

/// How often passwords may be tried. Five times freely, then after a delay that doubles with each failure: counted for
/// a name from one address (up to 15 minutes), for an address whatever the name (likewise, after twenty), and for a
/// name from all addresses together (up to 30 s only, so that nobody can lock another out; and not from where that user
/// signed in before). Pure. One thread.
class SignInLimits {
 public:
  /// How long to wait before this may be tried; nothing where it may be tried now. It then counts as failed until
  /// `succeeded` says otherwise, so that many at once gain nothing.
  std::optional<std::chrono::seconds> begin(const std::string& user, const Origin& from, Time now);
  void succeeded(const std::string& user, const Origin& from);

 private:
  struct Tries {
    std::uint32_t failed = 0;
    Time latest;
  };
  using Key = std::pair<std::string, std::string>;  ///< user and address; either may be empty: all
  struct Rule {
    Key key;
    std::uint32_t free;
    std::chrono::seconds longest;
  };
  std::chrono::seconds wait_of(const Rule& rule, Time now) const;
  void forget_old(Time now);

  std::map<Key, Tries> tries_;
  std::set<Key> known_;  ///< signed in before
};

}  // namespace isocenter::access
