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
  bool required = false;
};

/// A member of a request's JSON body, an object.
struct Member {
  std::string name;
  std::string description;
  std::string type = "string";  ///< of JSON Schema
  bool required = true;
  std::vector<std::string> choices = {};
};

/// What a route answers with status 200: a media type, and where it is JSON either the report columns its rows have or
/// the JSON Schema of the whole; neither: some object.
struct Answer {
  std::string_view content_type;
  std::vector<std::string> columns = {};
  std::string schema = {};
};

/// One line of the one table from which router, access and API description are made.
/// Exactly one of `at_once` (on the server's own thread: never waits, never reads a disk), `by_worker` and `live` is
/// set.
struct Route {
  std::string path;                                ///< one that ends in "/*" takes all below it
  std::string method = "GET";                      ///< GET also answers HEAD
  std::optional<Role> least = Role::technologist;  ///< who may ask; nothing: everyone, signed in or not
  std::string summary;
  std::string description;
  std::vector<Parameter> parameters = {};
  std::vector<Member> members = {};  ///< of the body
  std::vector<Answer> answers = {};
  std::vector<int> problems = {};  ///< statuses it may answer with besides those that follow from the rest of the line
  std::function<Response(const Request&)> at_once = {};
  std::function<Response(const Request&, DatabaseReader&)> by_worker = {};
  bool live = false;            ///< a stream of server-sent events
  bool takes_password = false;  ///< hashes one: on a thread of its own, so that nobody else waits for it
  bool opens_session = false;   ///< takes no CSRF token, since nobody can have one yet
  bool people_only = false;     ///< no API token may ask
  bool any_parameters = false;  ///< the query is not looked at
  bool described = true;        ///< stands in the API's description
};

/// The parameter's value; nothing where it was not given.
std::optional<std::string> value_of(const Request& request, std::string_view parameter);

/// Whether something may be changed by this method.
inline bool is_change(std::string_view method) { return method != "GET" && method != "HEAD"; }

}  // namespace isocenter::web
