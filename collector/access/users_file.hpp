#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collector/access/person.hpp"
#include "collector/access/secret.hpp"
#include "shared/core/desk_event.hpp"
#include "shared/core/time.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::access {

struct Token {
  std::int64_t id = 0;
  std::string user, name;
  Role role = Role::technologist;  ///< never more than its owner's
  SecretHash hash;
  Instant created;
  std::optional<Instant> last_used;  ///< to the minute
};

struct User {
  std::string name;
  Role role = Role::technologist;
  std::string password_hash;
  Instant created;
  std::optional<Instant> last_signed_in;
};

/// A change that is in the file and not yet in the log of events.
struct PendingAudit {
  std::int64_t id = 0;
  Instant t;
  UserChanged change;
};

/// Who may sign in: a SQLite file of its own beside the store, mode 0600, never part of the log. Each change stands in
/// it together with what the log has yet to hear of it, so that no way of ending loses one of both. The program that
/// serves and the command line have it open at once. One thread at a time.
class UsersFile {
 public:
  /// Makes it where it is not there. Throws StoreError.
  explicit UsersFile(const std::filesystem::path& path);
  /// The one beside a store: "isocenter.db.users".
  static std::filesystem::path beside(const std::filesystem::path& store);

  std::vector<User> users();
  std::vector<Token> tokens();
  /// Changes whenever another connection has changed the file.
  std::int64_t version();

  /// ErrorKind::invalid where the name is taken.
  Result<void> add(const std::string& name, Role role, const std::string& password_hash, const std::string& by,
                   Instant now);
  /// ErrorKind::invalid where there is no such user, or no administrator would be left. Their tokens go with them.
  Result<void> remove(const std::string& name, const std::string& by, Instant now);
  /// The same; tokens keep at most the new role.
  Result<void> set_role(const std::string& name, Role role, const std::string& by, Instant now);
  Result<void> set_password(const std::string& name, const std::string& password_hash, const std::string& by,
                            Instant now);
  /// ErrorKind::invalid where there is no such user, or the role is more than theirs. Gives the token's id.
  Result<std::int64_t> add_token(const std::string& user, const std::string& name, Role role, const SecretHash& hash,
                                 const std::string& by, Instant now);
  Result<void> remove_token(std::int64_t id, const std::string& by, Instant now);

  void note_signed_in(const std::string& name, Instant now);
  void note_used(std::int64_t token, Instant now);

  std::vector<PendingAudit> pending_audits();
  void forget_audit(std::int64_t id);

 private:
  std::optional<Role> role_of(const std::string& name);
  bool is_last_administrator(const std::string& name);
  void audit(const UserChanged& change, Instant now);

  sqlite::Database database_;
};

}  // namespace isocenter::access
