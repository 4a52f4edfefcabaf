#include <sodium.h>

#include <cassert>

#include "shared/wire/batch.hpp"

namespace isocenter::wire {
namespace {

/// BLAKE2b with a digest of 16 bytes (RFC 7693), over one or two pieces.
Digest blake2b_128(std::string_view head, std::string_view tail) {
  static const int ready = sodium_init();  // picks the fast implementation for this machine
  assert(ready >= 0);
  const auto bytes = [](std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); };
  Digest digest;
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, digest.bytes.size());
  crypto_generichash_update(&state, bytes(head), head.size());
  crypto_generichash_update(&state, bytes(tail), tail.size());
  crypto_generichash_final(&state, digest.bytes.data(), digest.bytes.size());
  return digest;
}

}  // namespace

Digest first_digest(const Epoch& epoch) { return blake2b_128(to_string(epoch), ""); }

Digest next_digest(const Digest& before, std::string_view event_bytes) {
  return blake2b_128({reinterpret_cast<const char*>(before.bytes.data()), before.bytes.size()}, event_bytes);
}

Digest digest_after(const Digest& before, const WireEvent& event) {
  return event.stated ? *event.stated : next_digest(before, event.bytes);
}

}  // namespace isocenter::wire
