#pragma once

#include <sodium.h>

#include <cassert>

namespace isocenter::access {

/// To be called before any function of libsodium; costs nothing after the first time.
inline void ready_sodium() {
  static const int ready = sodium_init();
  assert(ready >= 0);
}

}  // namespace isocenter::access
