#include "collector/web/header_text.hpp"

#include <algorithm>

namespace isocenter::web {
namespace {

char lower(char character) {
  return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

std::string in_lower_case(std::string_view text) {
  std::string lowered{text};
  std::ranges::transform(lowered, lowered.begin(), lower);
  return lowered;
}

/// The next part of `list` up to `separator`, without blanks; takes it off.
std::string_view next_part(std::string_view& list, char separator) {
  const std::size_t end = std::min(list.find(separator), list.size());
  const std::string_view part = without_blanks(list.substr(0, end));
  list.remove_prefix(std::min(end + 1, list.size()));
  return part;
}

bool is_port(std::string_view text) {
  return text.empty() || (text.size() <= 5 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }));
}

bool may_stand_in_a_host(char character) {
  const char small = lower(character);
  return (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9') || small == '.' || small == '-' ||
         small == '_';
}

bool may_stand_in_brackets(char character) {
  const char small = lower(character);
  return (small >= 'a' && small <= 'f') || (small >= '0' && small <= '9') || small == ':' || small == '.';
}

}  // namespace

std::string_view without_blanks(std::string_view text) {
  const std::size_t first = std::min(text.find_first_not_of(" \t"), text.size());
  text.remove_prefix(first);
  const std::size_t last = text.find_last_not_of(" \t");
  return last == std::string_view::npos ? std::string_view{} : text.substr(0, last + 1);
}

bool is_same_word(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

std::string media_type(std::string_view content_type) { return in_lower_case(next_part(content_type, ';')); }

bool accepts(std::string_view field, std::string_view word) {
  while (!field.empty()) {
    std::string_view parameters = next_part(field, ',');
    const std::string_view name = next_part(parameters, ';');
    std::string weight = in_lower_case(without_blanks(parameters));
    std::erase(weight, ' ');
    const bool is_refused = weight.starts_with("q=0") && weight.find_first_not_of("0.", 2) == std::string::npos;
    if (is_same_word(name, word)) return !is_refused;
  }
  return false;
}

std::optional<std::string> cookie_of(std::string_view field, std::string_view name) {
  std::optional<std::string> found;
  while (!field.empty()) {
    const std::string_view pair = next_part(field, ';');
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
    if (found) return std::nullopt;
    found = pair.substr(equals + 1);
  }
  return found;
}

std::optional<std::string> bearer_of(std::string_view authorization) {
  const std::string_view scheme = next_part(authorization, ' ');
  if (!is_same_word(scheme, "Bearer")) return std::nullopt;
  const std::string_view token = without_blanks(authorization);
  if (token.empty()) return std::nullopt;
  return std::string{token};
}

std::optional<std::string> host_name(std::string_view host) {
  if (host.starts_with('[')) {
    const std::size_t end = host.find(']');
    if (end == std::string_view::npos || end == 1) return std::nullopt;
    const std::string_view rest = host.substr(end + 1);
    const bool has_port = rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
    const std::string_view inside = host.substr(1, end - 1);
    if (!has_port || !std::ranges::all_of(inside, may_stand_in_brackets)) return std::nullopt;
    return in_lower_case(inside);
  }
  const std::size_t colon = std::min(host.find(':'), host.size());
  const std::string_view name = host.substr(0, colon);
  if (name.empty() || !std::ranges::all_of(name, may_stand_in_a_host)) return std::nullopt;
  if (!is_port(host.substr(std::min(colon + 1, host.size())))) return std::nullopt;
  return in_lower_case(name);
}

}  // namespace isocenter::web
