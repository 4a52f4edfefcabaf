#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Small parts of HTTP's header fields (RFC 9110).
namespace isocenter::web {

/// `text` without spaces and tabs at both ends.
std::string_view without_blanks(std::string_view text);
/// Whether two words are the same but for the case of ASCII letters.
bool is_same_word(std::string_view a, std::string_view b);
/// "application/json" of "Application/JSON; charset=utf-8": in lower case, without parameters.
std::string media_type(std::string_view content_type);
/// Whether an Accept or Accept-Encoding field names `word`, a media type or a coding, and does not refuse it (q=0).
bool accepts(std::string_view field, std::string_view word);
/// The value of the cookie `name` of a Cookie field (RFC 6265); nothing where it is not there, or there twice.
std::optional<std::string> cookie_of(std::string_view field, std::string_view name);
/// The token of "Bearer …" (RFC 6750); nothing where the field holds something else.
std::optional<std::string> bearer_of(std::string_view authorization);
/// "host" of "host:8080" and "[::1]:8080", in lower case; nothing where the field is no Host that could be one.
std::optional<std::string> host_name(std::string_view host);

}  // namespace isocenter::web
