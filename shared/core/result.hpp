#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace isocenter {

enum class ErrorKind {
  malformed,    ///< cannot be read at all
  unsupported,  ///< well formed, but of another version or kind
  invalid,      ///< readable, but a value breaks a rule
  not_allowed,  ///< valid, but not for whom it comes from
  unavailable,  ///< the world outside did not do its part
};

std::string_view word(ErrorKind kind);

/// Something from outside was wrong. `where` is the place (file and line, field, topic level), `what` says what is
/// wrong there and how to mend it. Neither ever holds patient data.
struct Error {
  ErrorKind kind = ErrorKind::malformed;
  std::string where;
  std::string what;

  bool operator==(const Error&) const = default;
};

/// "where: what", or what there is of it.
std::string to_string(const Error& error);

template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorKind kind, std::string where, std::string what) {
  return tl::unexpected<Error>(Error{kind, std::move(where), std::move(what)});
}

}  // namespace isocenter
