#include "collector/access/users_file.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace isocenter::access {
namespace {

constexpr std::int64_t schema_version = 1;

constexpr const char* schema = R"sql(
CREATE TABLE user (
  name      TEXT PRIMARY KEY,
  role      TEXT NOT NULL,
  password  TEXT NOT NULL,      -- argon2id, with salt and parameters
  created   INTEGER NOT NULL,   -- UTC milliseconds since 1970, like all times here
  signed_in INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE token (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  user    TEXT NOT NULL REFERENCES user ON DELETE CASCADE,
  name    TEXT NOT NULL,
  role    TEXT NOT NULL,
  hash    BLOB NOT NULL UNIQUE, -- BLAKE2b-256 of the token
  created INTEGER NOT NULL,
  used    INTEGER
) STRICT;
CREATE TABLE audit (            -- what the log of events has yet to hear
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  t      INTEGER NOT NULL,
  user   TEXT NOT NULL,
  change TEXT NOT NULL,
  role   TEXT NOT NULL,
  by     TEXT NOT NULL
) STRICT;
)sql";

std::optional<Instant> optional_instant(const sqlite::Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return from_unix_ms(row.integer(column));
}

Role role_in(const sqlite::Statement& row, int column) {
  const auto role = parse_role(row.text_view(column));
  if (!role) throw sqlite::StoreError::damaged("the users' file holds a role that does not exist");
  return *role;
}

tl::unexpected<Error> no_such_user(const std::string& name) {
  return fail(ErrorKind::invalid, "user",
              fmt::format("there is no user \"{}\"; see the list of users", name.substr(0, 40)));
}

bool is_token_name(std::string_view name) {
  constexpr std::size_t most = 64;
  const bool is_plain = std::ranges::none_of(name, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
  return is_plain && name.size() <= most && name.find_first_not_of(' ') != std::string_view::npos;
}

tl::unexpected<Error> last_administrator() {
  return fail(ErrorKind::invalid, "user", "is the last administrator; make another one first");
}

void make_tables(sqlite::Database& database) {
  sqlite::Transaction transaction{database};
  std::int64_t version = 0;
  {
    sqlite::Statement read{database, "PRAGMA user_version"};
    if (read.step()) version = read.integer(0);
  }
  if (version > schema_version) {
    throw sqlite::StoreError{fmt::format("{}: is of version {}, this program knows up to {}; install the newer program",
                                         database.path().string(), version, schema_version)};
  }
  if (version == 0) {
    database.execute(schema);
    database.execute(fmt::format("PRAGMA user_version={}", schema_version));
  }
  transaction.commit();
}

}  // namespace

UsersFile::UsersFile(const std::filesystem::path& path) : database_{path} { make_tables(database_); }

std::filesystem::path UsersFile::beside(const std::filesystem::path& store) {
  std::filesystem::path path = store;
  return path += ".users";
}

std::vector<User> UsersFile::users() {
  std::vector<User> users;
  sqlite::Statement row{database_, "SELECT name, role, password, created, signed_in FROM user ORDER BY name"};
  while (row.step()) {
    users.push_back({.name = row.text(0),
                     .role = role_in(row, 1),
                     .password_hash = row.text(2),
                     .created = from_unix_ms(row.integer(3)),
                     .last_signed_in = optional_instant(row, 4)});
  }
  return users;
}

std::vector<Token> UsersFile::tokens() {
  std::vector<Token> tokens;
  sqlite::Statement row{database_, "SELECT id, user, name, role, hash, created, used FROM token ORDER BY id"};
  while (row.step()) {
    const auto hash = secret_hash(row.blob(4));
    if (!hash) throw sqlite::StoreError::damaged("the users' file holds a token whose hash is none");
    tokens.push_back({.id = row.integer(0),
                      .user = row.text(1),
                      .name = row.text(2),
                      .role = role_in(row, 3),
                      .hash = *hash,
                      .created = from_unix_ms(row.integer(5)),
                      .last_used = optional_instant(row, 6)});
  }
  return tokens;
}

std::int64_t UsersFile::version() {
  sqlite::Statement read{database_, "PRAGMA data_version"};
  return read.step() ? read.integer(0) : 0;
}

Result<void> UsersFile::add(const std::string& name, Role role, const std::string& password_hash, const std::string& by,
                            Instant now) {
  sqlite::Transaction transaction{database_};
  if (role_of(name)) return fail(ErrorKind::invalid, "user", fmt::format("there is a user \"{}\" already", name));
  sqlite::Statement{database_, "INSERT INTO user (name, role, password, created) VALUES (?1, ?2, ?3, ?4)"}
      .bind(1, std::string_view{name})
      .bind(2, word(role))
      .bind(3, std::string_view{password_hash})
      .bind(4, to_unix_ms(now))
      .run();
  audit({.user = name, .change = "added", .role = std::string{word(role)}, .by = by}, now);
  transaction.commit();
  return {};
}

Result<void> UsersFile::remove(const std::string& name, const std::string& by, Instant now) {
  sqlite::Transaction transaction{database_};
  if (!role_of(name)) return no_such_user(name);
  if (is_last_administrator(name)) return last_administrator();
  sqlite::Statement{database_, "DELETE FROM user WHERE name = ?1"}.bind(1, std::string_view{name}).run();
  audit({.user = name, .change = "removed", .role = "", .by = by}, now);
  transaction.commit();
  return {};
}

Result<void> UsersFile::set_role(const std::string& name, Role role, const std::string& by, Instant now) {
  sqlite::Transaction transaction{database_};
  const auto present = role_of(name);
  if (!present) return no_such_user(name);
  if (*present == role) return {};
  if (is_last_administrator(name)) return last_administrator();
  sqlite::Statement{database_, "UPDATE user SET role = ?2 WHERE name = ?1"}
      .bind(1, std::string_view{name})
      .bind(2, word(role))
      .run();
  for (const Token& token : tokens()) {
    if (token.user != name || token.role <= role) continue;
    sqlite::Statement{database_, "UPDATE token SET role = ?2 WHERE id = ?1"}
        .bind(1, token.id)
        .bind(2, word(role))
        .run();
  }
  audit({.user = name, .change = "role", .role = std::string{word(role)}, .by = by}, now);
  transaction.commit();
  return {};
}

Result<void> UsersFile::set_password(const std::string& name, const std::string& password_hash, const std::string& by,
                                     Instant now) {
  sqlite::Transaction transaction{database_};
  const auto role = role_of(name);
  if (!role) return no_such_user(name);
  sqlite::Statement{database_, "UPDATE user SET password = ?2 WHERE name = ?1"}
      .bind(1, std::string_view{name})
      .bind(2, std::string_view{password_hash})
      .run();
  audit({.user = name, .change = "password", .role = std::string{word(*role)}, .by = by}, now);
  transaction.commit();
  return {};
}

Result<std::int64_t> UsersFile::add_token(const std::string& user, const std::string& name, Role role,
                                          const SecretHash& hash, const std::string& by, Instant now) {
  sqlite::Transaction transaction{database_};
  const auto owners = role_of(user);
  if (!owners) return no_such_user(user);
  if (!is_token_name(name)) {
    return fail(ErrorKind::invalid, "name", "say in 1 to 64 characters what the token is for, e.g. grafana");
  }
  if (role > *owners) {
    return fail(ErrorKind::invalid, "role", fmt::format("must not be more than the user's own, {}", word(*owners)));
  }
  sqlite::Statement{database_, "INSERT INTO token (user, name, role, hash, created) VALUES (?1, ?2, ?3, ?4, ?5)"}
      .bind(1, std::string_view{user})
      .bind(2, std::string_view{name})
      .bind(3, word(role))
      .bind_blob(4, hash.bytes)
      .bind(5, to_unix_ms(now))
      .run();
  const std::int64_t id = database_.last_insert_id();
  audit({.user = user, .change = "token_added", .role = std::string{word(role)}, .by = by}, now);
  transaction.commit();
  return id;
}

Result<void> UsersFile::remove_token(std::int64_t id, const std::string& by, Instant now) {
  sqlite::Transaction transaction{database_};
  const std::vector<Token> held = tokens();
  const auto token = std::ranges::find(held, id, &Token::id);
  if (token == held.end())
    return fail(ErrorKind::invalid, "id", fmt::format("there is no token {}; see the list of users", id));
  sqlite::Statement{database_, "DELETE FROM token WHERE id = ?1"}.bind(1, id).run();
  audit({.user = token->user, .change = "token_removed", .role = std::string{word(token->role)}, .by = by}, now);
  transaction.commit();
  return {};
}

void UsersFile::note_signed_in(const std::string& name, Instant now) {
  sqlite::Statement{database_, "UPDATE user SET signed_in = ?2 WHERE name = ?1"}
      .bind(1, std::string_view{name})
      .bind(2, to_unix_ms(now))
      .run();
}

void UsersFile::note_used(std::int64_t token, Instant now) {
  sqlite::Statement{database_, "UPDATE token SET used = ?2 WHERE id = ?1"}
      .bind(1, token)
      .bind(2, to_unix_ms(now))
      .run();
}

std::vector<PendingAudit> UsersFile::pending_audits() {
  std::vector<PendingAudit> pending;
  sqlite::Statement row{database_, "SELECT id, t, user, change, role, by FROM audit ORDER BY id LIMIT 100"};
  while (row.step()) {
    pending.push_back({.id = row.integer(0),
                       .t = from_unix_ms(row.integer(1)),
                       .change = {.user = row.text(2), .change = row.text(3), .role = row.text(4), .by = row.text(5)}});
  }
  return pending;
}

void UsersFile::forget_audit(std::int64_t id) {
  sqlite::Statement{database_, "DELETE FROM audit WHERE id = ?1"}.bind(1, id).run();
}

std::optional<Role> UsersFile::role_of(const std::string& name) {
  sqlite::Statement row{database_, "SELECT role FROM user WHERE name = ?1"};
  row.bind(1, std::string_view{name});
  if (!row.step()) return std::nullopt;
  return role_in(row, 0);
}

bool UsersFile::is_last_administrator(const std::string& name) {
  const std::vector<User> all = users();
  const auto is_other = [&](const User& user) { return user.role == Role::administrator && user.name != name; };
  return role_of(name) == Role::administrator && std::ranges::none_of(all, is_other);
}

void UsersFile::audit(const UserChanged& change, Instant now) {
  sqlite::Statement{database_, "INSERT INTO audit (t, user, change, role, by) VALUES (?1, ?2, ?3, ?4, ?5)"}
      .bind(1, to_unix_ms(now))
      .bind(2, std::string_view{change.user})
      .bind(3, std::string_view{change.change})
      .bind(4, std::string_view{change.role})
      .bind(5, std::string_view{change.by})
      .run();
}

}  // namespace isocenter::access
