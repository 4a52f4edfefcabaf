#pragma once

#include <string>
#include <string_view>

namespace isocenter::web {

/// "__Host-isocenter" over TLS, which browsers take from this host alone; "isocenter" over loopback without TLS, where
/// they would refuse that.
std::string_view cookie_name(bool over_tls);
/// A Set-Cookie field that a browser keeps until it is closed, shows to no script and sends to this site's own pages
/// only.
std::string session_cookie(std::string_view id, bool over_tls);
/// One that makes the browser forget it.
std::string no_session_cookie(bool over_tls);

}  // namespace isocenter::web
