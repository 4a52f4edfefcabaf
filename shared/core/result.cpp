#include "shared/core/result.hpp"

namespace isocenter {

std::string_view word(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::malformed: return "malformed";
    case ErrorKind::unsupported: return "unsupported";
    case ErrorKind::invalid: return "invalid";
    case ErrorKind::not_allowed: return "not_allowed";
    case ErrorKind::unavailable: return "unavailable";
  }
  return "malformed";
}

std::string to_string(const Error& error) {
  if (error.where.empty()) return error.what;
  return error.where + ": " + error.what;
}

}  // namespace isocenter
