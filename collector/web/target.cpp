#include "collector/web/target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace isocenter::web {
namespace {

std::optional<unsigned> hex_digit(char character) {
  if (character >= '0' && character <= '9') return static_cast<unsigned>(character - '0');
  if (character >= 'a' && character <= 'f') return static_cast<unsigned>(character - 'a' + 10);
  if (character >= 'A' && character <= 'F') return static_cast<unsigned>(character - 'A' + 10);
  return std::nullopt;
}

bool is_control(char character) { return static_cast<unsigned char>(character) < 0x20 || character == 0x7f; }

Result<std::string> percent_decode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char character = text[i];
    if (character == '%') {
      const auto high = i + 1 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
      const auto low = i + 2 < text.size() ? hex_digit(text[i + 2]) : std::nullopt;
      if (!high || !low) return fail(ErrorKind::malformed, "target", "after % stand two hexadecimal digits");
      character = static_cast<char>(*high << 4 | *low);
      i += 2;
    }
    if (is_control(character)) return fail(ErrorKind::malformed, "target", "holds a control character; leave it out");
    decoded += character;
  }
  return decoded;
}

/// "http://host:port/path?query" without what stands before the path.
std::string_view without_authority(std::string_view text) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!text.starts_with(scheme)) continue;
    const std::size_t path = text.find_first_of("/?", scheme.size());
    return path == std::string_view::npos ? "/" : text.substr(path);
  }
  return text;
}

Result<Parameters> parse_query(std::string_view query) {
  Parameters parameters;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = percent_decode(pair.substr(0, equals));
    if (!name) return tl::unexpected<Error>(name.error());
    auto value = percent_decode(pair.substr(std::min(equals + 1, pair.size())));
    if (!value) return tl::unexpected<Error>(value.error());
    parameters.emplace_back(std::move(*name), std::move(*value));
  }
  return parameters;
}

}  // namespace

Result<Target> parse_target(std::string_view text) {
  text = without_authority(text);
  const std::size_t question = std::min(text.find('?'), text.size());
  auto path = percent_decode(text.substr(0, question));
  if (!path) return tl::unexpected<Error>(path.error());
  if (path->empty() || path->front() != '/') return fail(ErrorKind::malformed, "target", "begins with no /");
  auto parameters = parse_query(text.substr(std::min(question + 1, text.size())));
  if (!parameters) return tl::unexpected<Error>(parameters.error());
  return Target{.path = std::move(*path), .parameters = std::move(*parameters)};
}

std::string percent_encode(std::string_view text) {
  std::string encoded;
  for (const char character : text) {
    const bool plain = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
                       (character >= '0' && character <= '9') ||
                       std::string_view{"-._~:"}.find(character) != std::string_view::npos;
    if (plain) {
      encoded += character;
    } else {
      encoded += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(character)));
    }
  }
  return encoded;
}

}  // namespace isocenter::web
