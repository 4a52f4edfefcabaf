#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace isocenter::collector {

/// What `user` was asked for.
struct UserArguments {
  enum class Action { add, remove, role, password, list, token_add, token_remove };
  Action action = Action::list;
  std::string name;
  std::string role;        ///< add, role; token_add: technologist unless said
  std::string token_name;  ///< token_add: what it is for
  std::int64_t token = 0;  ///< token_remove: its id
};

/// Looks after the file of users, also while `serve` runs, which then heeds it within a second and tells the log. The
/// password comes from the terminal, unseen, or from standard input where that is none; never from an argument. Gives
/// the exit code.
int user(const std::filesystem::path& configuration, const UserArguments& arguments);

}  // namespace isocenter::collector
