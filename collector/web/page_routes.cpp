#include "collector/web/dispatch.hpp"
#include "collector/web/page_files.hpp"
#include "collector/web/router.hpp"
#include "collector/web/routes.hpp"

namespace isocenter::web {
namespace {

/// A file as it is sent: as it is, or compressed where the browser takes that.
struct Prepared {
  Response plain, gzipped;
};

Response sent(const PageFile& file, std::string_view bytes, std::string_view cache) {
  Response response{.status = 200, .content_type = std::string{file.content_type}, .body = std::string{bytes}};
  response.headers.emplace_back("ETag", etag_of(bytes));
  response.headers.emplace_back("Cache-Control", cache);
  if (!file.gzipped.empty()) response.headers.emplace_back("Vary", "Accept-Encoding");
  return response;
}

Prepared prepare(const PageFile& file, bool is_shell) {
  const std::string_view cache = is_shell ? "no-cache" : "public, max-age=31536000, immutable";
  Prepared prepared{.plain = sent(file, file.bytes, cache), .gzipped = {}};
  if (file.gzipped.empty()) return prepared;
  prepared.gzipped = sent(file, file.gzipped, cache);
  prepared.gzipped.headers.emplace_back("Content-Encoding", "gzip");
  return prepared;
}

Route file_route(const std::string& path, const Prepared& prepared) {
  return Route{.path = path,
               .least = {},
               .summary = "The web page",
               .description = "",
               .at_once =
                   [prepared](const Request& request) {
                     const bool compressed = request.accepts_gzip && !prepared.gzipped.content_type.empty();
                     return compressed ? prepared.gzipped : prepared.plain;
                   },
               .described = false};
}

/// The shell says in words that there is nothing at the address.
Prepared not_found(Prepared shell) {
  for (Response* response : {&shell.plain, &shell.gzipped}) response->status = 404;
  return shell;
}

}  // namespace

std::vector<Route> page_routes() {
  std::vector<Route> routes;
  for (const PageFile& file : page_files()) {
    const bool is_shell = file.path == "/index.html";
    const Prepared prepared = prepare(file, is_shell);
    if (!is_shell) {
      routes.push_back(file_route(std::string{file.path}, prepared));
      continue;
    }
    for (const char* path :
         {"/", "/device/*", "/statement/*", "/statements", "/unexplained", "/events", "/users", "/sign-in"}) {
      routes.push_back(file_route(path, prepared));
      routes.back().any_parameters = true;
    }
    routes.push_back(file_route(std::string{everywhere_else}, not_found(prepared)));
    routes.back().any_parameters = true;
  }
  return routes;
}

}  // namespace isocenter::web
