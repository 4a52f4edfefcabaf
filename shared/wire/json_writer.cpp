#include "shared/wire/json_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace isocenter::wire::json {
namespace {

bool is_continuation(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
}

/// How many bytes the well-formed UTF-8 character at `at` has; 0 where there is none (RFC 3629, table 3-7 of Unicode).
std::size_t character_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4 || !is_continuation(text, at + 1)) return 0;
  if (lead < 0xe0) return 2;
  const unsigned char second = byte(at + 1);
  if (!is_continuation(text, at + 2)) return 0;
  if (lead < 0xf0) return (lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) ? 0 : 3;
  if (!is_continuation(text, at + 3)) return 0;
  return (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f) ? 0 : 4;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

}  // namespace

void append_text(std::string& out, std::string_view text, std::size_t max_bytes) {
  constexpr std::string_view replacement = "\xef\xbf\xbd";
  std::size_t room = max_bytes;
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text, at);
    const std::string_view character = length == 0 ? replacement : text.substr(at, length);
    if (character.size() > room) break;
    room -= character.size();
    at += std::max<std::size_t>(length, 1);
    if (character == "\"" || character == "\\") out += '\\';
    out += is_control(character.front()) ? " " : character;
  }
  out += '"';
}

void ObjectWriter::begin(std::string_view name) {
  if (!first_) out_ += ',';
  first_ = false;
  out_ += '"';
  out_ += name;
  out_ += "\":";
}

ObjectWriter& ObjectWriter::raw(std::string_view name, std::string_view value) {
  begin(name);
  out_ += value;
  return *this;
}

ObjectWriter& ObjectWriter::add(std::string_view name, std::string_view text, std::size_t max_bytes) {
  begin(name);
  append_text(out_, text, max_bytes);
  return *this;
}

ObjectWriter& ObjectWriter::add(std::string_view name, Instant instant) {
  return raw(name, '"' + format_rfc3339(instant) + '"');
}

ObjectWriter& ObjectWriter::add(std::string_view name, double value) {
  return raw(name, std::isfinite(value) ? fmt::format("{}", value) : "null");
}

}  // namespace isocenter::wire::json
