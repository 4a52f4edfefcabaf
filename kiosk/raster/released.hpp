#pragma once

#include <memory>

namespace isocenter::kiosk {

/// Owns an object of a C library that `release` gives back.
template <auto release>
struct Releaser {
  template <typename T>
  void operator()(T* object) const {
    release(object);
  }
};
template <typename T, auto release>
using Released = std::unique_ptr<T, Releaser<release>>;

}  // namespace isocenter::kiosk
