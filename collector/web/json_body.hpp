#pragma once

#include <fmt/format.h>

#include <string>

#include "collector/web/message.hpp"
#include "collector/web/problem.hpp"
#include "shared/wire/json_reader.hpp"

namespace isocenter::web {

/// read(Fields&) of a request's body, which its route's members were held against already; the rules of single values
/// (names, instants, lengths of texts) are the wire's.
template <typename T, typename Read>
Result<T> read_body(const Request& request, Read read) {
  wire::json::Document document{request.body, request.body.size()};
  wire::json::Fields fields = document.root();
  T value = read(fields);
  return document.result(std::move(value));
}

/// 400 with the member and the mend.
inline Response wrong_body(const Error& error, const Request& request) {
  return problem(400, "bad-body", to_string(error), request.path);
}

inline Response json_answer(std::string body) {
  return Response{.status = 200, .content_type = std::string{json_type}, .body = std::move(body)};
}

}  // namespace isocenter::web
