#include "collector/web/session_cookie.hpp"

#include <fmt/format.h>

namespace isocenter::web {
namespace {

std::string cookie(std::string_view value, std::string_view more, bool over_tls) {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict{}{}", cookie_name(over_tls), value,
                     over_tls ? "; Secure" : "", more);
}

}  // namespace

std::string_view cookie_name(bool over_tls) { return over_tls ? "__Host-isocenter" : "isocenter"; }
std::string session_cookie(std::string_view id, bool over_tls) { return cookie(id, "", over_tls); }
std::string no_session_cookie(bool over_tls) { return cookie("", "; Max-Age=0", over_tls); }

}  // namespace isocenter::web
