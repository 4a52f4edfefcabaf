#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "collector/access/password.hpp"
#include "collector/access/refusals.hpp"
#include "collector/access/sessions.hpp"
#include "collector/access/sign_in_limits.hpp"
#include "collector/access/users_file.hpp"
#include "shared/core/event.hpp"

namespace isocenter::access {

struct Options {
  std::filesystem::path file;  ///< of users
  SessionTimes times;
  Cost cost = Cost::interactive;
  /// Writes events into the log and waits for it. False: not taken, to be told again later. Not set: they wait.
  std::function<bool(const std::vector<NewEvent>&)> tell;
  std::function<void(const std::string&)> complain;  ///< one line for the program's log
  std::function<Time()> steady = [] { return std::chrono::steady_clock::now(); };
  std::function<Instant()> wall = [] { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); };
};

/// Somebody who is signed in.
struct SignedIn {
  Person person;
  std::string csrf;
  std::string id = {};  ///< for the cookie; only where it was made just now
};

/// Why nobody is signed in.
struct Denied {
  std::chrono::seconds wait{0};  ///< 0: user or password is wrong; else too many tries
};

struct MadeToken {
  std::int64_t id = 0;
  std::string token;  ///< told this once
};

/// Users, sessions and tokens together, and the log's record of them. Any thread. What asks who someone is neither
/// waits nor reads a disk; what hashes or changes does both, and throws StoreError where the file cannot be written.
class Access {
 public:
  /// Opens the users' file. Throws StoreError.
  explicit Access(Options options);
  ~Access();

  bool has_users() const;
  std::optional<SignedIn> by_session(std::string_view id, bool by_hand);
  std::optional<Person> by_token(std::string_view token);
  /// Whose session it is, or was before it ended.
  std::optional<std::string> owner_of_session(std::string_view id) const;

  /// A new session; the one of `old_id` ends. Slow.
  tl::expected<SignedIn, Denied> sign_in(const std::string& user, const std::string& password, const Origin& from,
                                         std::string_view old_id);
  void sign_out(std::string_view id);

  std::vector<User> users() const;
  std::vector<Token> tokens() const;
  /// Slow, like all that takes a password. ErrorKind::invalid with the member and the mend.
  Result<void> add_user(const std::string& name, Role role, const std::string& password, const std::string& by);
  /// Ends all sessions of the user.
  Result<void> change_user(const std::string& name, std::optional<Role> role,
                           const std::optional<std::string>& password, const std::string& by);
  Result<void> remove_user(const std::string& name, const std::string& by);
  /// Of oneself: ends all one's sessions and opens another. ErrorKind::not_allowed where `old` is wrong, ::unavailable
  /// after too many tries.
  Result<SignedIn> change_password(const Person& person, const std::string& old, const std::string& changed,
                                   const Origin& from);
  Result<MadeToken> add_token(const std::string& user, const std::string& name, Role role, const std::string& by);
  Result<void> remove_token(std::int64_t id, const std::string& by);

  /// Someone was turned away.
  void refuse(AccessRefused refused);

 private:
  void keep(const std::stop_token& stop);
  void keep_once();
  void take_changes_of_others();
  void reload();
  void tell_of_changes();
  void tell_of_the_rest();
  void note_uses();
  bool is_right(const std::string& user, const std::string& password) const;
  void say(EventBody body);  ///< with mutex_
  void say_all(std::vector<AccessRefused> refused);
  std::vector<NewEvent> take_unsaid();
  void put_back(std::vector<NewEvent> untold);

  Options options_;
  std::mutex file_mutex_;  ///< taken before mutex_ where both are
  UsersFile file_;
  std::int64_t version_ = 0;  ///< of the file, when it was read last

  mutable std::mutex mutex_;
  std::map<std::string, User> users_;
  std::map<SecretHash, Token> tokens_;
  std::map<std::int64_t, Instant> used_tokens_;     ///< not yet in the file
  std::map<std::string, Instant> signed_in_users_;  ///< likewise
  Sessions sessions_;
  SignInLimits limits_;
  Refusals refusals_;
  std::deque<NewEvent> unsaid_;
  std::condition_variable_any poked_;
  bool has_news_ = false;
  Time next_complaint_{};
  std::int64_t told_up_to_ = 0;  ///< of the file's pending audits; the keeper's alone
  std::jthread keeper_;
};

}  // namespace isocenter::access
