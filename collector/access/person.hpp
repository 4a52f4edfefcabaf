#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/result.hpp"

namespace isocenter::access {

/// What somebody at the page may do, each all that the one before may (docs/access.md).
enum class Role { technologist, biomed, director, administrator };
inline constexpr std::array roles{Role::technologist, Role::biomed, Role::director, Role::administrator};

std::string_view word(Role role);
/// ErrorKind::invalid, naming the four, for any other word.
Result<Role> parse_role(std::string_view text);

/// Who asks, once signed in or known by a token.
struct Person {
  std::string name;
  Role role = Role::technologist;
  bool operator==(const Person&) const = default;
};

/// What events say changed something where no user did it by hand, or at the command line. No user may be called so.
inline constexpr std::string_view the_program = "isocenter-collector";

/// A user's name: 1 to 32 of a-z, 0-9, '.', '_' and '-', a letter or digit first. ErrorKind::invalid for others.
Result<std::string> parse_user_name(std::string_view text);

}  // namespace isocenter::access
