#include "collector/store/text_digest.hpp"

#include <sodium.h>

namespace isocenter::collector {

Digest digest_of_text(std::string_view text) {
  Digest digest;
  crypto_generichash(digest.bytes.data(), digest.bytes.size(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), nullptr, 0);
  return digest;
}

}  // namespace isocenter::collector
