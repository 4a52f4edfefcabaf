#include <fmt/format.h>

#include "collector/web/routes.hpp"

namespace isocenter::web {
namespace {

std::string html_text(std::string_view text) {
  std::string escaped;
  for (const char character : text) {
    switch (character) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      default: escaped += character;
    }
  }
  return escaped;
}

std::string page(const Options& options, const std::vector<Route>& routes) {
  std::string list;
  for (const Route& route : routes) {
    list += fmt::format("<dt><a href=\"{0}\">{0}</a></dt>\n<dd>{1}. {2}</dd>\n", html_text(route.path),
                        html_text(route.summary), html_text(route.description));
  }
  return fmt::format(R"(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{0}: Isocenter</title>
<h1>{0}</h1>
<p>This is the collector of Isocenter {1}, the live picture of an imaging department: what each device is doing, and
when its exams ran, with the evidence. It holds no patient's identity.</p>
<p>There is no page to look at yet. Programs find here:</p>
<dl>
{2}</dl>
<p>On this machine <code>isocenter-collector report status --config FILE</code> shows the same as a table. What the
words mean stands in docs/kpi.md, how it is built in docs/architecture.md.</p>
</html>
)",
                     html_text(options.title), html_text(options.version), list);
}

}  // namespace

Route start_page(const Options& options, const std::vector<Route>& others) {
  return Route{.path = "/",
               .summary = "Start page",
               .description = "What this is and where to look.",
               .answers = {{html_type, {}}},
               .at_once = [body = page(options, others)](const Request&) { return constant_answer(html_type, body); }};
}

}  // namespace isocenter::web
