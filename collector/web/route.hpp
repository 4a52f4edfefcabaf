#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collector/web/message.hpp"

namespace isocenter::web {

class DatabaseReader;

/// A query parameter: what the router lets through and the API's description tells.
struct Parameter {
  std::string name;
  std::string description;
  std::string type = "string";            ///< of JSON Schema: string | integer
  std::vector<std::string> choices = {};  ///< none: any
  std::optional<std::int64_t> least = {}, most = {};
};

/// A member of a request's JSON body, an object.
struct Member {
  std::string name;
  std::string description;
  std::string type = "string";  ///< of JSON Schema
  bool required = true;
  std::vector<std::string> choices = {};
};

/// What a route answers with status 200: a media type, and the report columns its rows have where it has rows.
struct Answer {
  std::string_view content_type;
  std::vector<std::string> columns;
};

/// One line of the one table from which router, API description and start page are made.
/// Exactly one of `at_once` (on the server's own thread: never waits, never reads a disk) and `by_worker` is set.
struct Route {
  std::string path;
  std::string method = "GET";                      ///< GET also answers HEAD
  std::optional<Role> least = Role::technologist;  ///< who may ask; nothing: everyone, signed in or not
  std::string summary;
  std::string description;
  std::vector<Parameter> parameters = {};
  std::vector<Member> members = {};  ///< of the body
  std::vector<Answer> answers = {};
  std::vector<int> problems = {};  ///< statuses it may answer with besides 400, 404 and 405
  std::function<Response(const Request&)> at_once = {};
  std::function<Response(const Request&, DatabaseReader&)> by_worker = {};
};

/// The parameter's value; nothing where it was not given.
std::optional<std::string> value_of(const Request& request, std::string_view parameter);

}  // namespace isocenter::web
