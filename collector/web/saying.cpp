#include "collector/web/saying.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "collector/web/json_body.hpp"

namespace isocenter::web {

Response say(const Options& options, std::vector<NewEvent> events, const Request& request, const std::string& more) {
  const auto said = options.say(std::move(events));
  if (said) {
    const collector::Said& last = said->back();
    return json_answer(fmt::format("{{{}\"node\":\"{}\",\"epoch\":\"{}\",\"seq\":{},\"digest\":\"{}\"}}\n", more,
                                   last.id.node.text(), to_string(last.id.epoch), last.id.seq, to_string(last.digest)));
  }
  if (said.error().kind == ErrorKind::unavailable) return problem(503, "not-now", said.error().what, request.path);
  return wrong_body(said.error(), request);
}

std::string place_schema(const std::vector<std::string>& more) {
  std::vector<std::string> properties, names;
  for (const std::string& name : more) properties.push_back(fmt::format(R"("{}":{{"type":"string"}})", name));
  for (const char* name : {"node", "epoch", "digest"}) {
    properties.push_back(fmt::format(R"("{}":{{"type":"string"}})", name));
  }
  properties.push_back(R"("seq":{"type":"integer","minimum":1})");
  for (const std::string& name : more) names.push_back(fmt::format("\"{}\"", name));
  return fmt::format(R"({{"type":"object","properties":{{{}}},"required":[{}"node","epoch","seq","digest"]}})",
                     fmt::join(properties, ","), more.empty() ? "" : fmt::format("{},", fmt::join(names, ",")));
}

}  // namespace isocenter::web
