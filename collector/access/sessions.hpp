#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "collector/access/person.hpp"
#include "collector/access/secret.hpp"

namespace isocenter::access {

using Time = std::chrono::steady_clock::time_point;

/// How long a session lasts.
struct SessionTimes {
  std::chrono::seconds idle{15 * 60};         ///< without a person doing something
  std::chrono::seconds longest{8 * 60 * 60};  ///< from signing in, whatever is done
};

/// Who is signed in. Pure: kept in memory and gone with the process; knows hashes of ids, never an id. One thread.
class Sessions {
 public:
  explicit Sessions(SessionTimes times) : times_{times} {}

  struct Opened {
    std::string id;    ///< for the cookie; told this once
    std::string csrf;  ///< what every change must bear besides
  };
  /// A new id each time. A user's oldest session makes room where there are too many.
  Opened open(const Person& person, Time now);

  struct Session {
    Person person;
    std::string csrf;
    Time opened, active;
  };
  /// Nothing where the id is unknown or its session over. `by_hand`: the person did something, so it lasts on.
  const Session* find(std::string_view id, Time now, bool by_hand);
  /// Whose session it is, or was of late.
  std::optional<std::string> owner(std::string_view id) const;

  /// Whose it was; nothing where there was none.
  std::optional<std::string> end(std::string_view id);
  /// How many sessions of the user ended.
  std::size_t end_all_of(std::string_view user);
  /// Ends those that are over, and gives the user of each.
  std::vector<std::string> end_overdue(Time now);

 private:
  using Map = std::map<SecretHash, Session>;
  bool is_over(const Session& session, Time now) const;
  Map::iterator remove(Map::iterator session);
  void make_room_for(const std::string& user);

  SessionTimes times_;
  Map sessions_;
  std::deque<std::pair<SecretHash, std::string>> ended_;  ///< of late, with their users
};

}  // namespace isocenter::access
