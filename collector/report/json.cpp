#include "collector/report/json.hpp"

#include <fmt/format.h>

#include <ostream>

namespace isocenter::report {
namespace {

/// How many bytes the UTF-8 sequence at the front of `text` has (RFC 3629, section 4); 0 where there is none.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto follows = [&](std::size_t i, unsigned least = 0x80, unsigned most = 0xBF) {
    return byte(i) >= least && byte(i) <= most;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const bool second = follows(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
    return second && follows(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const bool second = follows(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
    return second && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

void append_escaped(std::string& out, char character) {
  switch (character) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  if (static_cast<unsigned char>(character) < 0x20) {
    out += fmt::format("\\u{:04x}", static_cast<unsigned>(character));
  } else {
    out += character;
  }
}

struct ToJson {
  std::string operator()(std::monostate) const { return "null"; }
  std::string operator()(const std::string& text) const { return json_string(text); }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(bool flag) const { return flag ? "true" : "false"; }
  std::string operator()(const Decimal& decimal) const { return to_text(decimal); }
  std::string operator()(Instant instant) const { return json_string(format_rfc3339(instant)); }
  std::string operator()(const Words& words) const {
    std::string list = "[";
    for (const std::string& word : words.words) {
      if (list.size() > 1) list += ',';
      list += json_string(word);
    }
    return list + "]";
  }
  std::string operator()(const JsonText& json) const { return json.text; }
};

}  // namespace

std::string json_string(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  out += '"';
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) {
      out += "\uFFFD";
    } else if (length == 1) {
      append_escaped(out, text.front());
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out + '"';
}

std::string to_json(const Cell& cell) { return std::visit(ToJson{}, cell); }

void JsonWriter::begin(Columns columns) {
  for (const std::string_view column : columns) keys_.push_back(json_string(column));
  out_ << '[';
}

void JsonWriter::row(const Row& row) {
  out_ << (first_ ? "\n{" : ",\n{");
  first_ = false;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0) out_ << ',';
    out_ << keys_[i] << ':' << to_json(row[i]);
  }
  out_ << '}';
}

void JsonWriter::end() { out_ << (first_ ? "]\n" : "\n]\n"); }

}  // namespace isocenter::report
