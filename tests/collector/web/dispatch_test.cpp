#include "collector/web/dispatch.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "collector/web/problem.hpp"
#include "collector/web/router.hpp"
#include "collector/web/target.hpp"

#include <rapidcheck/gtest.h>

namespace isocenter::web {
namespace {

Route route_at(const char* path, std::vector<Parameter> parameters = {}) {
  return Route{.path = path,
               .summary = "x",
               .description = "y",
               .parameters = std::move(parameters),
               .at_once = [](const Request&) { return Response{}; }};
}

std::vector<Route> routes() {
  return {route_at("/healthz"), route_at("/api/v1/exams", {Parameter{.name = "device", .description = ""},
                                                           Parameter{.name = "from", .description = ""}})};
}

struct TargetCase {
  const char* text;
  const char* path;
  Parameters parameters;
};

TEST(ParseTarget, TakesPathAndParametersApart) {
  const std::vector<TargetCase> cases{
      {"/", "/", {}},
      {"/api/v1/exams?device=ct1&from=2026-11-24", "/api/v1/exams", {{"device", "ct1"}, {"from", "2026-11-24"}}},
      {"/x?from=2026-11-24T09:40:00+01:00", "/x", {{"from", "2026-11-24T09:40:00+01:00"}}},
      {"/x?from=2026-11-24T09%3A40%3a00%2B01:00", "/x", {{"from", "2026-11-24T09:40:00+01:00"}}},
      {"/x?a&b=&&c==", "/x", {{"a", ""}, {"b", ""}, {"c", "="}}},
      {"/a%2Fb", "/a/b", {}},
      {"http://host:8080/x?y=1", "/x", {{"y", "1"}}},
      {"http://host", "/", {}},
  };
  for (const TargetCase& example : cases) {
    const auto target = parse_target(example.text);
    ASSERT_TRUE(target) << example.text;
    EXPECT_EQ(target->path, example.path);
    EXPECT_EQ(target->parameters, example.parameters) << example.text;
  }
}

TEST(ParseTarget, RefusesBrokenEscapesControlCharactersAndWhatIsNoPath) {
  for (const char* text :
       {"", "*", "x", "/%", "/%2", "/%zz", "/%00", "/x?a=%0d%0aSet-Cookie:", "/x?%g1=2", "host:80"}) {
    EXPECT_FALSE(parse_target(text)) << text;
  }
}

RC_GTEST_PROP(ParseTarget, GivesBackWhatWasEncoded, ()) {
  const auto value = *rc::gen::container<std::string>(
      rc::gen::suchThat<char>([](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; }));
  const auto target = parse_target("/x?v=" + percent_encode(value));
  RC_ASSERT(target.has_value());
  RC_ASSERT(target->parameters == (Parameters{{"v", value}}));
}

RC_GTEST_PROP(ParseTarget, TakesAnyBytesWithoutHarm, (const std::string& text)) { parse_target("/" + text); }

Received received(const std::string& method, const std::string& target) {
  Received request;
  request.method = method;
  request.target = target;
  return request;
}

/// What a request is answered with that nobody has to be let in for; nothing where it would be run.
std::optional<Response> refusal(const std::vector<Route>& table, const std::string& method, const std::string& target) {
  const Received request = received(method, target);
  const Dispatched dispatched = dispatch(table, Limits{}, request);
  if (dispatched.refused) return dispatched.refused;
  return wrong_request(*dispatched.route, request, dispatched.request);
}

struct RefusedCase {
  const char* method;
  std::string target;
  int status;
  const char* says;
};

TEST(Dispatch, RefusesWithTheMend) {
  const std::vector<RefusedCase> cases{
      {"GET", "/healtz", 404, "did you mean \\\"/healthz\\\"?"},
      {"GET", "/nothing/like/it", 404, "there are /healthz, /api/v1/exams"},
      {"POST", "/api/v1/exams", 405, "use GET or HEAD"},
      {"BREW", "/healthz", 405, "use GET or HEAD"},
      {"GET", "/api/v1/exams?devise=ct1", 400, "did you mean \\\"device\\\"?"},
      {"GET", "/healthz?x=1", 400, "there are none"},
      {"GET", "/api/v1/exams?device=ct1&device=ct2", 400, "once"},
      {"GET", "/%", 400, "two hexadecimal digits"},
      {"GET", "/" + std::string(5000, 'a'), 414, "2048"},
  };
  for (const RefusedCase& example : cases) {
    const auto refused = refusal(routes(), example.method, example.target);
    ASSERT_TRUE(refused) << example.target;
    EXPECT_EQ(refused->status, example.status) << example.target;
    EXPECT_EQ(refused->content_type, "application/problem+json");
    EXPECT_NE(refused->body.find(example.says), std::string::npos) << refused->body;
    EXPECT_LT(refused->body.size(), 1000u) << "what a stranger sent is not sent back whole";
  }
}

TEST(Dispatch, TakesHeadForGet) {
  const auto table = routes();
  const Dispatched dispatched = dispatch(table, Limits{}, received("HEAD", "/api/v1/exams?device=ct1"));
  ASSERT_FALSE(dispatched.refused);
  EXPECT_EQ(dispatched.route_label(), "/api/v1/exams");
  EXPECT_EQ(value_of(dispatched.request, "device"), "ct1");
  EXPECT_EQ(value_of(dispatched.request, "from"), std::nullopt);
}

TEST(Dispatch, AnswersABrowserWithThePageWhereThereIsNothing) {
  auto table = routes();
  table.push_back(route_at("/*"));
  Received request = received("GET", "/device");
  EXPECT_TRUE(dispatch(table, Limits{}, request).refused) << "programs are told the mend";
  request.accept = "text/html,*/*;q=0.8";
  const Dispatched dispatched = dispatch(table, Limits{}, request);
  ASSERT_FALSE(dispatched.refused);
  EXPECT_EQ(dispatched.route_label(), "/*");
  request.method = "POST";
  EXPECT_EQ(dispatch(table, Limits{}, request).refused->status, 404);
  request.target = "/api/v1/exams";
  const auto refused = dispatch(table, Limits{}, request).refused;
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->headers, (Parameters{{"Cache-Control", "no-store"}, {"Allow", "GET, HEAD"}}));
  request = received("GET", "/healthz");
  request.accept = "text/html";
  EXPECT_EQ(dispatch(table, Limits{}, request).route_label(), "/healthz");
}

TEST(Dispatch, CountsStrangePathsAsOther) {
  const Dispatched dispatched = dispatch(routes(), Limits{}, received("GET", "/wp-login.php"));
  EXPECT_EQ(dispatched.route_label(), "other");
}

TEST(Problem, IsOneObjectAsRfc9457Says) {
  const Response response = problem(400, "unknown-parameter", "say \"x\"", "/api/v1/exams");
  EXPECT_EQ(response.body,
            R"({"type":"/problems/unknown-parameter","title":"Bad Request","status":400,"detail":"say \"x\"",)"
            R"("instance":"/api/v1/exams"})"
            "\n");
}

TEST(RunAtOnce, TurnsAnExceptionIntoAProblemAndALineForTheLog) {
  Route route = route_at("/x");
  route.at_once = [](const Request&) -> Response { throw std::runtime_error{"secret detail"}; };
  std::string complaint;
  const Response response =
      run_at_once(route, Request{.method = "GET", .path = "/x"}, [&](const std::string& line) { complaint = line; });
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body.find("secret"), std::string::npos);
  EXPECT_NE(complaint.find("secret detail"), std::string::npos);
}

bool has(const Response& response, const std::string& name, const std::string& value) {
  for (const auto& header : response.headers) {
    if (header.first == name && header.second.find(value) != std::string::npos) return true;
  }
  return false;
}

TEST(Finish, AddsTheHeadersOfACarefulSite) {
  Response response;
  finish(response, Request{});
  EXPECT_TRUE(has(response, "X-Content-Type-Options", "nosniff"));
  EXPECT_TRUE(has(response, "Content-Security-Policy", "default-src 'self'"));
  EXPECT_TRUE(has(response, "Content-Security-Policy", "frame-ancestors 'none'"));
  EXPECT_TRUE(has(response, "Referrer-Policy", "no-referrer"));
  EXPECT_TRUE(has(response, "Cache-Control", "no-store"));
}

TEST(Finish, SendsNothingAgainToWhoHoldsIt) {
  Response response{.status = 200, .content_type = "text/html", .body = "page", .headers = {{"ETag", etag_of("page")}}};
  Response changed = response;
  finish(response, Request{.method = "GET", .path = "/", .if_none_match = etag_of("page")});
  EXPECT_EQ(response.status, 304);
  EXPECT_EQ(response.body, "");
  finish(changed, Request{.method = "GET", .path = "/", .if_none_match = etag_of("older")});
  EXPECT_EQ(changed.status, 200);
}

}  // namespace
}  // namespace isocenter::web
