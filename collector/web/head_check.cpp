#include "collector/web/head_check.hpp"

#include <algorithm>

#include "collector/web/header_text.hpp"

namespace isocenter::web {
namespace {

bool is_control(char character) {
  const auto byte = static_cast<unsigned char>(character);
  return (byte < 0x20 && character != '\t' && character != '\r' && character != '\n') || byte == 0x7f;
}

/// RFC 9110, section 5.6.2.
bool is_token_character(char character) {
  const bool is_letter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
  const bool is_digit = character >= '0' && character <= '9';
  return is_letter || is_digit || std::string_view{"!#$%&'*+-.^_`|~"}.find(character) != std::string_view::npos;
}

bool is_length(std::string_view value) {
  constexpr std::size_t most_digits = 18;
  return !value.empty() && value.size() <= most_digits &&
         std::ranges::all_of(value, [](char digit) { return digit >= '0' && digit <= '9'; });
}

}  // namespace

HeadCheck::Found HeadCheck::look(std::string_view bytes) {
  for (; at_ < bytes.size(); ++at_) {
    const char character = bytes[at_];
    if (is_control(character)) return refuse("a control character stands in the header");
    const bool after_return = at_ > 0 && bytes[at_ - 1] == '\r' && at_ > line_begin_;
    if (character != '\n') {
      if (after_return) return refuse("CR stands without LF in the header");
      continue;
    }
    if (!after_return) return refuse("a line of the header ends with LF alone; write CR LF");
    const std::string_view line = bytes.substr(line_begin_, at_ - 1 - line_begin_);
    const Found found = end_of_line(line);
    line_begin_ = at_ + 1;
    if (found == Found::fault) return found;
    if (found == Found::whole) {
      ++at_;
      return found;
    }
  }
  return Found::more;
}

HeadCheck::Found HeadCheck::refuse(std::string_view fault) {
  fault_ = fault;
  return Found::fault;
}

HeadCheck::Found HeadCheck::end_of_line(std::string_view line) {
  if (is_first_line_) {
    is_first_line_ = false;
    is_http_1_0_ = line.ends_with("HTTP/1.0");
    return line.empty() ? refuse("it begins with an empty line") : Found::more;
  }
  return line.empty() ? Found::whole : check_field(line);
}

HeadCheck::Found HeadCheck::check_field(std::string_view line) {
  if (line.front() == ' ' || line.front() == '\t') return refuse("a header field is folded over two lines");
  const std::size_t colon = line.find(':');
  const std::string_view name = line.substr(0, std::min(colon, line.size()));
  if (colon == std::string_view::npos || name.empty() || !std::ranges::all_of(name, is_token_character)) {
    return refuse("a header field has no name that could be one");
  }
  return check_framing(name, without_blanks(line.substr(colon + 1)));
}

HeadCheck::Found HeadCheck::check_framing(std::string_view name, std::string_view value) {
  if (is_same_word(name, "Content-Length")) {
    if (has_length_) return refuse("Content-Length stands there twice");
    if (!is_length(value)) return refuse("Content-Length is no number");
    has_length_ = true;
  } else if (is_same_word(name, "Transfer-Encoding")) {
    if (has_encoding_ || !is_same_word(value, "chunked")) return refuse("Transfer-Encoding may only be chunked, once");
    if (is_http_1_0_) return refuse("HTTP/1.0 has no Transfer-Encoding");
    has_encoding_ = true;
  }
  return has_length_ && has_encoding_ ? refuse("Content-Length stands beside Transfer-Encoding") : Found::more;
}

}  // namespace isocenter::web
