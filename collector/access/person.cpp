#include "collector/access/person.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace isocenter::access {
namespace {

bool is_letter_or_digit(char character) {
  return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
}

}  // namespace

std::string_view word(Role role) {
  switch (role) {
    case Role::technologist: return "technologist";
    case Role::biomed: return "biomed";
    case Role::director: return "director";
    case Role::administrator: return "administrator";
  }
  return "";
}

Result<Role> parse_role(std::string_view text) {
  const auto found = std::ranges::find(roles, text, [](Role role) { return word(role); });
  if (found != roles.end()) return *found;
  return fail(
      ErrorKind::invalid, "role",
      fmt::format("\"{}\" is no role; there are technologist, biomed, director, administrator", text.substr(0, 40)));
}

Result<std::string> parse_user_name(std::string_view text) {
  constexpr std::size_t longest = 32;
  const auto may_stand = [](char character) {
    return is_letter_or_digit(character) || std::string_view{"._-"}.find(character) != std::string_view::npos;
  };
  const bool is_well_formed = !text.empty() && text.size() <= longest && is_letter_or_digit(text.front()) &&
                              std::ranges::all_of(text, may_stand);
  if (!is_well_formed) {
    return fail(ErrorKind::invalid, "user", "must be 1 to 32 of a-z, 0-9, '.', '_' and '-', a letter or digit first");
  }
  if (text == the_program || text == "collector") {
    return fail(ErrorKind::invalid, "user", "means the program itself; take another name");
  }
  return std::string{text};
}

}  // namespace isocenter::access
