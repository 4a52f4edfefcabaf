#pragma once

#include <filesystem>
#include <stdexcept>

#include "shared/core/result.hpp"

namespace isocenter::web {

/// The server cannot serve as it is told; says why and the mend.
class WebError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// PEM files: the certificate with those it is signed by, and its key.
struct Certificate {
  std::filesystem::path certificate, key;
  bool operator==(const Certificate&) const = default;
};

/// Whether both can be read and belong together, and the certificate holds now; else what is wrong, with the mend;
/// `where` is "certificate" or "key".
Result<void> check_certificate(const Certificate& certificate);

}  // namespace isocenter::web
