#pragma once

#include <boost/asio/ssl/context.hpp>

#include "collector/web/certificate.hpp"

namespace isocenter::web {

/// TLS 1.2 and later with OpenSSL's own choice of ciphers. Throws WebError with the file, what is wrong and the mend.
boost::asio::ssl::context make_tls_context(const Certificate& certificate);

}  // namespace isocenter::web
