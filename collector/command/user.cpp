#include "collector/command/user.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "collector/access/password.hpp"
#include "collector/access/users_file.hpp"
#include "collector/command/configured.hpp"
#include "collector/command/read_password.hpp"

namespace isocenter::collector {
namespace {

namespace fs = std::filesystem;
using access::UsersFile;
using Action = UserArguments::Action;

constexpr int wrong_use = 2;

/// Made by another user than who serves, the file could not be opened by him.
std::optional<std::string> find_other_owner(const fs::path& store, const fs::path& users) {
  struct stat status {};
  const bool is_there = ::stat(users.c_str(), &status) == 0 || ::stat(store.c_str(), &status) == 0;
  if (!is_there || status.st_uid == ::geteuid()) return std::nullopt;
  const passwd* const owner = ::getpwuid(status.st_uid);
  const std::string name = owner != nullptr ? owner->pw_name : std::to_string(status.st_uid);
  return fmt::format("{} belongs to {}, who serves; run this as that user: sudo -u {} …", store.string(), name, name);
}

std::string by_the_command_line() { return std::string{access::the_program}; }
Instant now() { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }

int said(const Result<void>& done, const std::string& what) {
  if (done) {
    fmt::print("{}\n", what);
    return 0;
  }
  fmt::print(stderr, "{}\n", to_string(done.error()));
  return 1;
}

Result<std::string> ask_password(const std::string& name) {
  const auto password = read_password(name);
  if (!password) return tl::unexpected<Error>{password.error()};
  if (const auto checked = access::check_password(name, *password); !checked) {
    return tl::unexpected<Error>{checked.error()};
  }
  return access::hash_password(*password);
}

bool has_user(UsersFile& file, const std::string& name) {
  const std::vector<access::User> users = file.users();
  return std::ranges::find(users, name, &access::User::name) != users.end();
}

/// What can be told before somebody thinks of a password is told then.
int add(UsersFile& file, const UserArguments& arguments, access::Role role) {
  const auto name = access::parse_user_name(arguments.name);
  if (!name) return said(tl::unexpected<Error>{name.error()}, "");
  if (has_user(file, *name)) {
    return said(
        fail(ErrorKind::invalid, "user",
             fmt::format("there is a user \"{}\" already; take another name, or `user password`, `user role`", *name)),
        "");
  }
  const auto hash = ask_password(*name);
  if (!hash) return said(tl::unexpected<Error>{hash.error()}, "");
  return said(file.add(*name, role, *hash, by_the_command_line(), now()),
              fmt::format("{} may sign in as {}", *name, word(role)));
}

int set_password(UsersFile& file, const UserArguments& arguments) {
  if (!has_user(file, arguments.name)) {
    return said(
        fail(ErrorKind::invalid, "user",
             fmt::format("there is no user \"{}\"; see the list of users, `user list`", arguments.name.substr(0, 40))),
        "");
  }
  const auto hash = ask_password(arguments.name);
  if (!hash) return said(tl::unexpected<Error>{hash.error()}, "");
  return said(file.set_password(arguments.name, *hash, by_the_command_line(), now()),
              fmt::format("{} has a new password; all sessions of theirs end", arguments.name));
}

int add_token(UsersFile& file, const UserArguments& arguments, access::Role role) {
  const std::string token = access::make_secret();
  const auto id =
      file.add_token(arguments.name, arguments.token_name, role, access::hash_of(token), by_the_command_line(), now());
  if (!id) return said(tl::unexpected<Error>{id.error()}, "");
  fmt::print(stderr, "token {} of {}, {}; it is shown this once:\n", *id, arguments.name, word(role));
  fmt::print("{}\n", token);
  return 0;
}

std::string day_or_never(const std::optional<Instant>& instant) {
  return instant ? format_rfc3339(*instant) : std::string{"never"};
}

int list(UsersFile& file) {
  const std::vector<access::Token> tokens = file.tokens();
  for (const access::User& user : file.users()) {
    fmt::print("{}: {}, signed in last: {}\n", user.name, word(user.role), day_or_never(user.last_signed_in));
    for (const access::Token& token : tokens) {
      if (token.user != user.name) continue;
      fmt::print("  token {}, {}: {}, used last: {}\n", token.id, token.name, word(token.role),
                 day_or_never(token.last_used));
    }
  }
  return 0;
}

int run(UsersFile& file, const UserArguments& arguments) {
  access::Role role = access::Role::technologist;
  if (!arguments.role.empty()) {
    const auto parsed = access::parse_role(arguments.role);
    if (!parsed) {
      said(tl::unexpected<Error>{parsed.error()}, "");
      return wrong_use;
    }
    role = *parsed;
  }
  switch (arguments.action) {
    case Action::add: return add(file, arguments, role);
    case Action::remove:
      return said(file.remove(arguments.name, by_the_command_line(), now()),
                  fmt::format("{} is no user any more", arguments.name));
    case Action::role:
      return said(file.set_role(arguments.name, role, by_the_command_line(), now()),
                  fmt::format("{} is {} now", arguments.name, word(role)));
    case Action::password: return set_password(file, arguments);
    case Action::list: return list(file);
    case Action::token_add: return add_token(file, arguments, role);
    case Action::token_remove:
      return said(file.remove_token(arguments.token, by_the_command_line(), now()),
                  fmt::format("token {} is worth nothing any more", arguments.token));
  }
  return wrong_use;
}

}  // namespace

int user(const fs::path& configuration_file, const UserArguments& arguments) {
  return configured(configuration_file, [&](const CollectorConfiguration& configuration) {
    const fs::path users = UsersFile::beside(configuration.store);
    if (const auto other = find_other_owner(configuration.store, users)) {
      fmt::print(stderr, "{}\n", *other);
      return 1;
    }
    UsersFile file{users};
    return run(file, arguments);
  });
}

}  // namespace isocenter::collector
